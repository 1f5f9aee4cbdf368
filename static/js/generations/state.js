import { live } from "../live/live.js"
import { ask } from "../live/request.js"

const ADDRESS = "/generations/state/"

/**
 * What the page knows beside the cards: how many there are, which ones the viewer likes, which ones were reported (staff), and what happens (event "event").
 * It keeps the numbers and the hearts of `root` in step.
 */
export class GalleryState extends EventTarget {
  #root
  #subscriber
  #counts
  #liked
  #reports = {} // pk → how often; for staff

  constructor(state, root, signal) {
    super()
    this.#root = root
    this.#take(state)
    const fetch = (signal) => ask(ADDRESS, { signal })
    const replace = (fresh) => this.#take(fresh)
    this.#subscriber = { topics: state.topics, fetch, replace, apply: (patch) => this.#apply(patch) }
    const leave = live.subscribe(this.#subscriber)
    const observer = new MutationObserver(() => this.#mark())
    observer.observe(root.querySelector("live-region"), { childList: true, subtree: true, attributeFilter: ["aria-pressed"] })
    signal.addEventListener("abort", () => (leave(), observer.disconnect()))
  }

  /** Whether this person wants to be told in toasts. */
  tells = true

  refresh() {
    return live.refresh(this.#subscriber)
  }

  #take({ counts, liked, reports, tells }) {
    this.#reports = reports
    this.#counts = counts
    this.#liked = new Set(liked)
    this.tells = tells
    this.#count()
    this.#mark()
  }

  #apply({ op, key, value }) {
    if (op !== "set") return true
    if (key === "count") this.#count(value)
    else if (key.startsWith("liked.")) this.#like(key.slice("liked.".length), value)
    else if (key.startsWith("reports.")) this.#report(key.slice("reports.".length), value)
    else if (key.startsWith("event.")) this.dispatchEvent(new CustomEvent("event", { detail: value }))
    return true
  }

  /** As generations/regions.count_of. */
  #count(changed = {}) {
    const { everybody, own, staff, hidden } = Object.assign(this.#counts, changed)
    const count = everybody + own + (hidden ?? staff)
    this.#root.querySelector("[data-count]").textContent = count.toLocaleString("en")
    this.#root.querySelector("[data-count-word]").textContent = count === 1 ? "image" : "images"
  }

  #like(pk, isLiked) {
    if (isLiked) this.#liked.add(pk)
    else this.#liked.delete(pk)
    this.#mark()
  }

  #report(pk, count) {
    if (count) this.#reports[pk] = count
    else delete this.#reports[pk]
    this.#mark()
  }

  /** Cards are the same for everybody: which hearts are full is the viewer's own, what was reported is for staff. */
  #mark() {
    for (const badge of this.#root.querySelectorAll("[data-reports]")) {
      say(badge, this.#reports[badge.closest("[data-pk]").dataset.pk], (count) => (count === 1 ? "1 report" : `${count} reports`))
    }
    const all = this.#root.querySelector("[data-reported]")
    if (all) say(all, Object.keys(this.#reports).length, (count) => `${count} reported`)
    for (const button of this.#root.querySelectorAll(".image-like")) {
      const pressed = String(this.#liked.has(button.closest("[data-pk]").dataset.pk))
      if (button.getAttribute("aria-pressed") !== pressed) button.setAttribute("aria-pressed", pressed)
    }
  }
}

function say(badge, count, wordsOf) {
  const words = count ? wordsOf(count) : ""
  if (badge.textContent !== words) badge.textContent = words
  badge.hidden = !count
}
