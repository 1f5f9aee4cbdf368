import { keepingFocus } from "./focus.js"
import { live } from "./live.js"
import { applyPatch } from "./patches.js"
import { reconcile } from "./reconcile.js"
import { ask } from "./request.js"

const WORDS_OF_GONE = {
  401: "You were signed out. Log in to see this again.",
  403: "This is no longer shared with you.",
  404: "This is not here any more.",
}

/**
 * A part of the page that shows one or more topics: <live-region id data-src data-topics='{"people": 12}'>.
 * With data-mode="fetch" (filtered, searched, sorted by the reader, not the first page) it takes no patches; data-debounce and
 * data-max-wait say when it fetches then. It tells of each fetch by `live-fetching`, then `live-fetched` or `live-failed`.
 */
export class LiveRegion extends HTMLElement {
  #subscriber = null
  #shown = null // the address of what stands here while another is on its way
  isFetching = false

  connectedCallback() {
    if (!this.#subscriber && !this.dataset.gone) this.#subscribe(JSON.parse(this.dataset.topics ?? "{}"))
  }

  disconnectedCallback() {
    this.#leave()
    if (this.#shown !== null) this.#stay()
  }

  /** Moved, not removed: it goes on as it was. */
  connectedMoveCallback() {}

  /**
   * Shows another address, or the same anew for a reason that is no version: another day, a reader's wish. What stands here stays until
   * the answer comes, and for good if none does: then it throws. The last one that was asked for wins; others end with an AbortError.
   */
  async show(src = this.dataset.src) {
    if (!this.isConnected) return
    this.#shown ??= this.dataset.src
    this.dataset.src = src
    if (!this.#subscriber || this.dataset.gone) this.#subscribe({})
    try {
      await live.refresh(this.#subscriber)
      this.#shown = null
    } catch (error) {
      if (error.name !== "AbortError") this.#stay()
      throw error
    }
  }

  #stay() {
    this.dataset.src = this.#shown
    this.#shown = null
  }

  #subscribe(topics) {
    this.#leave()
    this.#subscriber = this.#subscriberOf(topics)
    live.subscribe(this.#subscriber)
  }

  #leave() {
    if (this.#subscriber) live.unsubscribe(this.#subscriber)
    this.#subscriber = null
  }

  #subscriberOf(topics) {
    const { debounce, maxWait } = this.dataset
    return {
      topics,
      pace: debounce && { debounce: Number(debounce), longest: Number(maxWait) },
      whole: () => this.dataset.mode === "fetch",
      fetch: (signal) => this.#fetch(signal),
      apply: (patch) => applyPatch(this, patch),
      replace: ({ fresh }) => this.#replace(fresh),
      shown: () => this.setAttribute("data-topics", JSON.stringify(topics)),
      gone: (status) => this.#gone(status),
    }
  }

  async #fetch(signal) {
    this.#tell("live-fetching")
    this.isFetching = true
    try {
      return await this.#ask(signal)
    } catch (error) {
      this.#tell("live-failed", error)
      throw error
    } finally {
      this.isFetching = false
    }
  }

  async #ask(signal) {
    const { src } = this.dataset
    const headers = { Accept: "text/html", "X-Live-Region": "1" }
    const fresh = this.#rootOf(await ask(src, { headers, signal, redirect: "manual" }))
    if (!fresh) throw new Error(`${src} did not answer with this region`)
    // More of it may be shown by now than was asked for.
    return src === this.dataset.src ? { topics: JSON.parse(fresh.dataset.topics), fresh } : this.#ask(signal)
  }

  #rootOf(html) {
    const page = new DOMParser().parseFromString(html, "text/html")
    return page.querySelector(`live-region#${CSS.escape(this.id)}`)
  }

  #replace(fresh) {
    delete this.dataset.gone
    this.toggleAttribute("data-mode", Boolean(fresh.dataset.mode))
    if (fresh.dataset.mode) this.dataset.mode = fresh.dataset.mode
    keepingFocus(this, () => reconcile(this, fresh))
    globalThis.htmx?.process(this)
    this.#tell("live-fetched")
  }

  #tell(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { bubbles: true, detail }))
  }

  #gone(status) {
    this.dataset.gone = status
    const words = document.createElement("span")
    words.className = "live-gone"
    words.textContent = WORDS_OF_GONE[status] ?? WORDS_OF_GONE[404]
    this.replaceChildren(words)
  }
}

customElements.define("live-region", LiveRegion)
