import { before } from "../live/order.js"

const AT_TOP_PX = 120

/**
 * What comes by patches or fetches and has no place among the cards that the page holds is taken out again: beyond the end, or, while
 * somebody reads further down, in front of the first one. Of those a bare element stays in #gallery-held, where patches and fetches find
 * it, so that the pill counts what is there. `data-seen` of the list is the sort key of the newest card that the reader has seen.
 */
export class Arrivals {
  #region
  #pill
  #on
  #observer
  #taken = new WeakSet() // cards that were taken out here: nothing left
  hasJumped = false // the page begins at some day, not at the newest

  /** `on` = {changed(): something arrived, or is not waiting any more, left(): a card above what is seen went}. */
  constructor(region, pill, on, signal) {
    this.#region = region
    this.#pill = pill
    this.#on = on
    this.#observer = new MutationObserver((records) => this.#judge(records))
    this.resume()
    signal.addEventListener("abort", () => this.#observer.disconnect())
  }

  get count() {
    return this.#held?.childElementCount ?? 0
  }

  /** The page's own changes are none of these. */
  during(change) {
    this.pause()
    change()
    this.resume()
  }

  pause() {
    this.#judge(this.#observer.takeRecords())
    this.#observer.disconnect()
  }

  resume() {
    this.#observer.observe(this.#region, { childList: true, subtree: true })
    if (this.#list.dataset.start === undefined) this.hasJumped = false
    if (!this.#list.dataset.start) this.#seeAll()
    this.#show()
  }

  /** The reader is where the newest ones are. */
  #seeAll() {
    delete this.#list.dataset.seen
    this.#held.replaceChildren()
  }

  get #list() {
    return this.#region.querySelector("#gallery")
  }

  get #held() {
    return this.#region.querySelector("#gallery-held")
  }

  get #isAtTop() {
    return this.#region.getBoundingClientRect().top > -AT_TOP_PX
  }

  #judge(records) {
    const added = addedBy(records, this.#list)
    const fresh = new Set(added)
    for (const card of added) {
      const { start, end } = this.#list.dataset
      const { sort } = card.dataset
      if (end && before(end, sort)) this.#take(card)
      else if (start && before(sort, start)) this.#hold(card)
      else if (!start && !this.#isAtTop && this.#isInFront(card, fresh)) this.#hold(card)
    }
    for (const { removedNodes, nextSibling } of records) {
      for (const node of removedNodes) if (this.#isLeft(node, nextSibling)) this.#on.left()
    }
    const isHeldChanged = records.some(({ target }) => target === this.#held)
    if (isHeldChanged) this.#show()
    if (added.length || isHeldChanged) this.#on.changed()
  }

  /** Whether a card went that stood above what is seen, so that all that follows would move into its place. */
  #isLeft(node, next) {
    if (!isCard(node) || node.isConnected || this.#taken.has(node)) return false
    while (next && next.nodeType !== Node.ELEMENT_NODE) next = next.nextSibling
    return Boolean(next?.isConnected) && next.getBoundingClientRect().bottom < 0
  }

  /** In front of all cards that were there before; the first of those begins the window from now on. */
  #isInFront(card, fresh) {
    const first = [...this.#list.querySelectorAll(".image-card")].find((each) => !fresh.has(each))
    if (!first || !before(card.dataset.sort, first.dataset.sort)) return false
    this.#list.dataset.start = this.#list.dataset.seen = first.dataset.sort
    return true
  }

  #hold(card) {
    const place = document.createElement("li")
    place.id = card.id
    place.dataset.sort = card.dataset.sort
    this.#held.querySelector(`#${CSS.escape(card.id)}`)?.remove()
    this.#take(card)
    this.#held.append(place)
  }

  #take(card) {
    this.#taken.add(card)
    card.remove()
  }

  /** After a jump to a day the pill leads back. */
  #show() {
    const size = this.count
    this.#pill.hidden = !size && !this.hasJumped
    this.#pill.querySelector("[data-pill-words]").textContent = size ? `${size} new` : "Newest"
  }
}

/** The cards that were not in the list before; those that only moved in it are none. */
function addedBy(records, list) {
  const before = new Set()
  const added = new Set()
  for (const { target, addedNodes, removedNodes } of records) {
    for (const node of target === list ? removedNodes : []) if (!added.has(node)) before.add(node)
    for (const node of addedNodes) if (isCard(node) && node.isConnected && !before.has(node)) added.add(node)
  }
  return [...added]
}

function isCard(node) {
  return node.matches?.(".image-card")
}
