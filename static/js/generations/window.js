import { toast } from "../pieces/toast.js"
import { Arrivals } from "./arrivals.js"
import { columnsOf } from "./keys.js"
import { pageBeside } from "./page.js"
import { placeIn, scrollToPlace } from "./place.js"
import { cardsOf, find, set, tellRange } from "./range.js"
import { Spacer } from "./spacer.js"

const AHEAD_PX = 1_200 // more is fetched when its place is this near
const MOST = 300 // cards on the page; further ones are taken out where nobody sees them
const KEPT = 240

/**
 * The part of the gallery that the page holds. `data-start` and `data-end` of the list are the sort keys of its first and last
 * card where there are more beyond them; the region's address says the same, so that it fetches what it shows.
 */
export class Window {
  #region
  #spacer
  #arrivals
  #loading = false
  #turn = 0 // how often something else was asked for

  constructor(region, pill, signal) {
    this.#region = region
    this.#spacer = new Spacer(() => this.list)
    const on = { changed: () => this.#changed(), left: () => this.#spacer.gap(columnsOf(this.list)) }
    this.#arrivals = new Arrivals(region, pill, on, signal)
    pill.addEventListener("click", () => this.newest(), { signal })
    window.addEventListener("scroll", () => this.#look(), { passive: true, signal })
    this.#begin()
  }

  get list() {
    return this.#region.querySelector("#gallery")
  }

  /** What `show` takes to come back to here. */
  get place() {
    return { ...placeIn(this.#region), room: this.#spacer.height, hasJumped: this.#arrivals.hasJumped }
  }

  /** Shows what the query of an address asks for, from its beginning, or where a reader was; with `top` the page goes there. */
  async show(asked = location.search.slice(1), { top = false, place = null } = {}) {
    const turn = ++this.#turn
    this.#loading = true
    this.#arrivals.pause()
    try {
      await this.#region.show(`/generations/list/${asked ? `?${asked}` : ""}`)
      this.#spacer.remove()
      if (place) this.#spacer.open(place.room)
    } catch (error) {
      if (error.name !== "AbortError") toast(error.message, { kind: "error" })
    }
    if (turn !== this.#turn) return
    if (top) window.scrollTo({ top: 0 })
    if (place) scrollToPlace(place)
    this.#loading = false
    this.#begin(place?.hasJumped)
  }

  /** Where a reader was before they left, as `place` said it. */
  comeBack(place) {
    return this.show(place.asked, { place })
  }

  /** Back to the top, with what has come meanwhile. */
  newest() {
    const asked = new URLSearchParams(location.search)
    asked.delete("date")
    return this.show(asked.toString(), { top: true })
  }

  #begin(hasJumped = this.list?.dataset.start !== undefined) {
    this.#arrivals.hasJumped = hasJumped
    this.#arrivals.resume()
    this.#look()
  }

  #look() {
    if (this.#loading || !this.list?.checkVisibility()) return
    const { top, bottom } = this.list.getBoundingClientRect()
    const { start, end } = this.list.dataset
    const isNearTop = this.#spacer.element ? top + this.#spacer.height > -AHEAD_PX : top > 0 && this.#arrivals.count && !this.#arrivals.hasJumped
    if (scrollY === 0 && this.#spacer.height > innerHeight) this.newest() // pulled up faster than pages come
    else if (end && bottom < innerHeight + AHEAD_PX) this.#load("after", end)
    else if (start && isNearTop) this.#load("before", start)
    else if (!start && top > 0) this.#spacer.align()
  }

  async #load(side, key) {
    const turn = this.#turn
    this.#loading = true
    try {
      const { list, isOlder } = await pageBeside(this.#region, side, key)
      if (turn !== this.#turn) return
      this.#arrivals.during(() => this.#put(side, list))
      if (isOlder) this.#region.show().catch(() => {}) // its address has the new cards too
      this.#loading = false
      this.#look()
    } catch (error) {
      if (turn !== this.#turn) return
      toast(error.message, { kind: "error" })
      setTimeout(() => (this.#loading &&= turn !== this.#turn), 2_000)
    }
  }

  #put(side, fresh) {
    const { list } = this
    const more = fresh.dataset.more ?? ""
    const cards = [...fresh.children].filter(({ id }) => !find(list, id))
    for (const { id } of cards) find(this.#region, id)?.remove() // it waits no more
    if (side === "after") this.#append(list, cards, more)
    else this.#prepend(list, cards, more)
    tellRange(this.#region)
  }

  #append(list, cards, more) {
    const [newest] = list.getElementsByClassName("image-card")
    list.append(...cards)
    set(list, "end", more)
    const first = this.#spacer.trimTop(cardsOf(list), MOST, KEPT, columnsOf(list))
    if (!first) return
    list.dataset.seen ??= newest.dataset.sort
    list.dataset.start = first.dataset.sort
  }

  #prepend(list, cards, more) {
    const taken = this.#spacer.fill(cards, Boolean(more), columnsOf(list))
    set(list, "start", taken.length < cards.length ? taken[0].dataset.sort : more)
    this.#trimEnd()
  }

  /** Something arrived, or waits no more: at the top there are never too many for long. */
  #changed() {
    if (!this.#spacer.element) this.#trimEnd()
    if (!this.#spacer.element && !this.#arrivals.count && !this.#arrivals.hasJumped) set(this.list, "start", "")
    tellRange(this.#region)
    this.#look()
  }

  #trimEnd() {
    const all = cardsOf(this.list)
    if (all.length <= MOST) return
    for (const card of all.slice(KEPT)) card.remove()
    set(this.list, "end", all[KEPT - 1].dataset.sort)
  }
}
