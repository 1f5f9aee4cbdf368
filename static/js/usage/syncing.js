import { ago } from "../pieces/times.js"

const AT_LEAST_MS = 350 // 300 and the time until it is painted
const TICK_MS = 10_000

/** Says what becomes of the figures: that they are being fetched, and how old they are where that fails. */
export class Syncing {
  #line
  #region
  #live
  #at = performance.timeOrigin // when what is shown was true
  #since = 0 // when "Syncing…" came
  #timer = null
  #loads = 0
  #failed = false

  constructor(line, region, live, signal) {
    this.#line = line
    this.#region = region
    this.#live = live
    region.addEventListener("live-fetching", () => this.#begin(), { signal })
    region.addEventListener("live-fetched", () => this.#end(false), { signal })
    region.addEventListener("live-failed", ({ detail }) => this.#fail(detail), { signal })
    live.addEventListener("state", () => this.#say(), { signal })
    const ticking = setInterval(() => this.#say(), TICK_MS)
    signal.addEventListener("abort", () => (clearInterval(ticking), clearTimeout(this.#timer)))
  }

  /** Covers the region while `load()` brings what the reader asked for. */
  async loading(load) {
    const skeleton = this.#cover()
    this.#loads++
    try {
      await load()
    } catch {
      // Said by `live-failed`; what was there stands there still.
    }
    skeleton.remove()
    if (--this.#loads === 0) this.#region.removeAttribute("aria-busy")
  }

  #cover() {
    const skeleton = document.querySelector("template[data-loading]").content.firstElementChild.cloneNode(true)
    skeleton.dataset.added = ""
    this.#region.setAttribute("aria-busy", "true")
    this.#region.prepend(skeleton)
    return skeleton
  }

  #begin() {
    if (!this.#since) this.#since = performance.now()
    this.#say()
  }

  #fail(error) {
    const isReplaced = error.name === "AbortError" && this.#loads > 0
    if (!isReplaced) this.#end(true)
  }

  #end(failed) {
    this.#failed = failed
    if (!failed) this.#at = Date.now()
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.#rest(), Math.max(0, this.#since + AT_LEAST_MS - performance.now()))
  }

  #rest() {
    this.#since = 0
    this.#say()
  }

  #say() {
    const words = this.#region.dataset.gone ? "" : this.#words
    this.#line.dataset.kind = words && this.#failed ? "failed" : ""
    if (this.#line.textContent !== words) this.#line.textContent = words
  }

  get #words() {
    if (this.#since) return "Syncing…"
    const age = ago(this.#at)
    if (this.#failed) return `Couldn't refresh. These figures are from ${age}; trying again.`
    return this.#live.state === "offline" ? `Offline. These figures are from ${age}.` : ""
  }
}
