/** The room of cards that were taken out above the ones that are seen, so that nothing moves when they go and come back. */
export class Spacer {
  #list
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

  /** At the very top the first row begins at its beginning again. */
  align() {
    const [first] = this.#list().getElementsByClassName("image-card")
    if (first?.style.gridColumnStart) first.style.gridColumnStart = ""
  }

  /** Takes whole rows out where there are more than `most` cards. Returns the first that stays, or nothing where none went. */
  trimTop(cards, most, kept, columns) {
    if (cards.length <= most) return null
    const gone = Math.floor((cards.length - kept) / columns) * columns
    const height = cards[gone].offsetTop - cards[0].offsetTop
    for (const card of cards.slice(0, gone)) card.remove()
    this.#resize(this.height + height)
    return cards[gone]
  }

  /** Puts cards back in front, as whole rows as long as there are more. Returns those that it took. */
  fill(cards, hasMore, columns) {
    const taken = hasMore ? cards.slice(cards.length % columns) : cards
    const [next] = this.#list().querySelectorAll(".image-card")
    const before = next?.offsetTop ?? 0
    next?.before(...taken)
    if (!next) this.#list().append(...taken)
    if (this.element && !hasMore && taken.length % columns) taken[0].style.gridColumnStart = columns - (taken.length % columns) + 1
    const grown = next ? next.offsetTop - before : 0
    if (hasMore) this.#resize(Math.max(this.height - grown, 1))
    else this.#close(grown)
    return taken
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
