import { ask } from "../live/request.js"
import { whenNear } from "./scroll.js"

/** Brings the messages before the first one that is shown. The region then fetches from there on, so they stay. */
export class Older {
  #thread
  #button
  #loading = false

  constructor(thread, button, scroller, signal) {
    this.#thread = thread
    this.#button = button
    button.addEventListener("click", () => this.load(), { signal })
    whenNear(scroller, button, () => this.load(), signal)
    this.show()
  }

  show() {
    this.#button.hidden = !(this.#first > 0)
  }

  get #first() {
    return Number(this.#thread.messages?.querySelector(".message")?.dataset.position ?? 0)
  }

  async load() {
    if (this.#loading || !this.#first) return
    this.#loading = true
    this.#button.setAttribute("aria-busy", "true")
    try {
      const before = this.#first
      const html = await ask(`${this.#thread.url}messages/older/?before=${before}`, { headers: { Accept: "text/html" } })
      if (before === this.#first) this.#put(html)
    } catch {
      // The button stays: it says what to do.
    }
    this.#button.removeAttribute("aria-busy")
    this.#loading = false
    this.show()
    if (!this.#button.hidden && this.#isInSight) this.load()
  }

  get #isInSight() {
    const scroller = this.#button.closest("[data-scroll]")
    return this.#button.getBoundingClientRect().bottom > scroller.getBoundingClientRect().top
  }

  #put(html) {
    const template = document.createElement("template")
    template.innerHTML = html
    const { messages, region, url } = this.#thread
    for (const { id } of [...template.content.children]) if (document.getElementById(id)) template.content.getElementById(id).remove()
    messages.prepend(template.content)
    region.dataset.src = `${url}messages/?start=${this.#first}`
  }
}
