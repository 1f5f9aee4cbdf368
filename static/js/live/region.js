import { keepingFocus } from "./focus.js"
import { live } from "./live.js"
import { applyPatch } from "./patches.js"
import { reconcile } from "./reconcile.js"
import { ask } from "./request.js"

const DENIED = [403, 404]
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
  #leave = null
  #showing = null // an AbortController
  #shown = "" // the address of what stands here while another is on its way

  connectedCallback() {
    if (this.#leave || this.dataset.gone) return
    this.#leave = live.subscribe(this.#subscriber(JSON.parse(this.dataset.topics ?? "{}")))
  }

  disconnectedCallback() {
    this.#showing?.abort()
    this.#end()
  }

  #end() {
    this.#leave?.()
    this.#leave = null
  }

  /** Moved, not removed: it goes on as it was. */
  connectedMoveCallback() {}

  /** Shows what its address has now, for a reason that is no version: another day, another address, a reader's wish. */
  async refresh() {
    const { fresh } = await this.#fetch()
    this.#replace(fresh)
  }

  /**
   * Shows another address, or the same anew. What stands here stays until the answer comes, and for good if none does: then it
   * throws. The last one that was asked for wins.
   */
  async show(src) {
    if (!this.#showing) this.#shown = this.dataset.src
    this.#showing?.abort()
    const showing = (this.#showing = new AbortController())
    this.#end()
    this.dataset.src = src
    try {
      const { topics, fresh } = await this.#fetch(showing.signal)
      this.setAttribute("data-topics", JSON.stringify(topics))
      delete this.dataset.gone
      this.#replace(fresh)
    } catch (error) {
      if (this.#showing === showing) this.dataset.src = this.#shown
      if (DENIED.includes(error.status)) this.#gone(error.status)
      throw error
    } finally {
      if (this.#showing === showing) this.#goOn()
    }
  }

  #goOn() {
    this.#showing = null
    if (this.isConnected) this.connectedCallback()
  }

  #subscriber(topics) {
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
    try {
      return await this.#ask(signal)
    } catch (error) {
      this.#tell("live-failed", error)
      throw error
    }
  }

  async #ask(signal) {
    const { src } = this.dataset
    const headers = { Accept: "text/html", "X-Live-Region": "1" }
    const fresh = this.#rootOf(await ask(src, { headers, signal, redirect: "manual" }))
    if (!fresh) throw new Error(`${src} did not answer with this region`)
    if (src !== this.dataset.src) throw new Error(`${src} is not what this region shows any more`)
    return { topics: JSON.parse(fresh.dataset.topics), fresh }
  }

  #rootOf(html) {
    const page = new DOMParser().parseFromString(html, "text/html")
    return page.querySelector(`live-region#${CSS.escape(this.id)}`)
  }

  #replace(fresh) {
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
