import { clock } from "./clock.js"
import { ask } from "./request.js"
import { element } from "./stack.js"

const PATIENCE = 250 // ms to cross the gap between the button and its list

/** "+N", and the list of everybody that it opens; the list is fetched each time it is wanted. */
export class PeopleList {
  #src
  #cancelHide = null
  #asking = null
  #title = element("h2", "popover-title")
  #content = element("div", "")

  constructor(src, id) {
    this.#src = src
    this.popover = element("div", "popover", this.#title, this.#content)
    Object.assign(this.popover, { id, popover: "auto" })
    this.button = element("button", "stack-more")
    this.button.type = "button"
    this.button.setAttribute("popovertarget", id)
    this.button.setAttribute("popovertargetaction", "show") // Hovering has opened it already; a click must not close it.
    this.popover.addEventListener("toggle", ({ newState }) => newState === "open" && this.#load())
  }

  /** How many there are, and how many of them are not seen already. */
  count(all, more) {
    this.#title.textContent = `${all} here`
    this.button.replaceChildren(`+${more}`, element("span", "visually-hidden", " more"))
    this.button.hidden = more <= 0
    if (this.#isOpen) this.#load()
  }

  open() {
    this.#cancelHide?.()
    if (!this.button.hidden && !this.#isOpen) this.popover.showPopover()
  }

  closeSoon() {
    this.#cancelHide?.()
    this.#cancelHide = clock.after(PATIENCE, () => this.close())
  }

  close() {
    this.#cancelHide?.()
    this.#asking?.abort()
    if (this.#isOpen) this.popover.hidePopover()
  }

  get #isOpen() {
    return this.popover.matches(":popover-open")
  }

  async #load() {
    this.#asking?.abort()
    const { signal } = (this.#asking = new AbortController())
    try {
      const template = document.createElement("template")
      template.innerHTML = await ask(this.#src, { signal, headers: { Accept: "text/html" } })
      this.#content.replaceChildren(template.content)
    } catch (error) {
      if (error.name !== "AbortError") this.#content.textContent = error.message
    }
  }
}
