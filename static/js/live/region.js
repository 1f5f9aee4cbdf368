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
 * With data-mode="fetch" (filtered, searched, sorted by the reader, not the first page) it takes no patches.
 */
export class LiveRegion extends HTMLElement {
  #leave = null

  connectedCallback() {
    if (this.#leave || this.dataset.gone) return
    this.#leave = live.subscribe(this.#subscriber(JSON.parse(this.dataset.topics ?? "{}")))
  }

  disconnectedCallback() {
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

  #subscriber(topics) {
    return {
      topics,
      whole: () => this.dataset.mode === "fetch",
      fetch: (signal) => this.#fetch(signal),
      apply: (patch) => applyPatch(this, patch),
      replace: ({ fresh }) => this.#replace(fresh),
      shown: () => this.setAttribute("data-topics", JSON.stringify(topics)),
      gone: (status) => this.#gone(status),
    }
  }

  async #fetch(signal) {
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
