/**
 * The room of cards that were taken out above the ones that are seen, so that nothing moves when they go and come back: whole rows as
 * a spacer, the rest of a row as empty cells in front of the first card.
 */
export class Spacer {
  #list
  #cells = 0 // empty ones in front of the first card
  element = null

  constructor(list) {
    this.#list = list
  }

  get height() {
    return this.element?.offsetHeight ?? 0
  }

  remove() {
    this.element?.remove()
    this.element = null
    this.align()
  }

  /** As much room as there was. */
  open(height) {
    if (height) this.#resize(height)
  }

  /** At the very top the first row begins at its beginning again. */
  align() {
    if (this.#cells) this.#leave(0, 1)
  }

  /** A card above the ones that are seen is gone: its cell stays empty until a whole row of them goes. */
  gap(columns) {
    this.#leave(this.#cells + 1, columns)
  }

  /** Takes whole rows out where there are more than `most` cards. Returns the first that stays, or nothing where none went. */
  trimTop(cards, most, kept, columns) {
    if (cards.length <= most) return null
    const gone = Math.floor((cards.length - kept) / columns) * columns - this.#cells
    const height = cards[gone].offsetTop - cards[0].offsetTop
    for (const card of cards.slice(0, gone)) card.remove()
    this.#cells = 0
    this.#resize(this.height + height)
    return cards[gone]
  }

  /** Puts cards back in front, as whole rows as long as there are more. Returns those that it took. */
  fill(cards, hasMore, columns) {
    const taken = hasMore ? cards.slice(cards.length % columns) : cards
    const [next] = this.#list().querySelectorAll(".image-card")
    const before = next?.offsetTop ?? 0
    if (next) next.style.gridColumnStart = ""
    if (next) next.before(...taken)
    else this.#list().append(...taken)
    this.#leave(this.element || this.#cells ? this.#cells - taken.length : 0, columns)
    const grown = next ? next.offsetTop - before : 0
    if (hasMore) this.#resize(Math.max(this.height - grown, 1))
    else this.#close(grown)
    return taken
  }

  /** So many empty cells in front of the first card; those of a whole row are none. */
  #leave(cells, columns) {
    this.#cells = ((cells % columns) + columns) % columns
    const [first] = this.#list()?.getElementsByClassName("image-card") ?? []
    if (first) first.style.gridColumnStart = this.#cells ? this.#cells + 1 : ""
  }

  #close(grown) {
    const missing = grown - this.height
    this.element?.remove()
    this.element = null
    if (missing > 0 && !CSS.supports("overflow-anchor", "auto")) scrollBy(0, missing)
  }

  #resize(height) {
    if (!this.element) {
      this.element = document.createElement("li")
      this.element.className = "gallery-spacer"
      this.element.setAttribute("aria-hidden", "true")
      this.element.dataset.added = ""
      this.#list().prepend(this.element)
    }
    this.element.style.blockSize = `${height}px`
  }
}
