import { clock } from "./clock.js"
import { live } from "./live.js"
import { wordsFor } from "./words.js"

const TICK = 1_000

/** <live-status role="status">: says how the page is connected. Ears hear a change of state, not the countdown. */
export class LiveStatus extends HTMLElement {
  #words = document.createElement("span")
  #ticking = document.createElement("span")
  #leaving = null
  #cancelTick = null

  connectedCallback() {
    this.#leaving = new AbortController()
    this.#ticking.setAttribute("aria-hidden", "true")
    this.replaceChildren(this.#words, this.#ticking)
    live.addEventListener("state", () => this.#show(), { signal: this.#leaving.signal })
    this.#show()
  }

  disconnectedCallback() {
    this.#leaving.abort()
    this.#cancelTick?.()
  }

  #show() {
    this.#cancelTick?.()
    const { words, ticking } = wordsFor(live.state, live.retryAt, clock.now())
    if (this.#words.textContent !== words) this.#words.textContent = words
    this.#ticking.textContent = ticking
    if (ticking) this.#cancelTick = clock.after(TICK, () => this.#show())
  }
}

customElements.define("live-status", LiveStatus)
