import { request } from "../http.js"
import { live } from "../live/live.js"
import { paint } from "../pieces/slider.js"

const PAUSE_MS = 800
const RETRY_MS = 5_000
const PATIENCE_MS = 15_000
const NUMBERS = ["temperature", "max_tokens"]
const NAMES = ["model", ...NUMBERS, "system_prompt"]

/**
 * The model and the parameters of a conversation, in step with other tabs. They are saved a moment after the last key, and at once when
 * they are left; what the server did not get it gets when it is there again. `onSaved()` is called when nothing is on its way any more.
 */
export class Parameters {
  #form
  #url
  #onSaved
  #last = {} // what the server said last
  #timers = new Map() // control → what saves it soon

  constructor(form, url, onSaved, signal) {
    this.#form = form
    this.#url = url
    this.#onSaved = onSaved
    const listen = (target, type, then) => target.addEventListener(type, then, { signal })
    listen(form, "input", ({ target }) => target.name && target.tagName !== "SELECT" && this.#typed(target))
    listen(form, "change", ({ target }) => target.name && this.#save(target))
    listen(form, "focusout", ({ target }) => target.name && this.#fill(target, true))
    listen(form, "submit", (event) => event.preventDefault())
    listen(live, "state", () => live.state === "live" && this.#saveRest())
    listen(window, "online", () => this.#saveRest())
    listen(window, "pagehide", () => this.#saveRest({ keepalive: true }))
  }

  get isSaving() {
    return this.#controls.some(({ dataset }) => dataset.saving)
  }

  show(conversation) {
    this.#last = conversation
    for (const control of this.#controls) this.#fill(control)
  }

  get #controls() {
    return NAMES.map((name) => this.#form.elements[name])
  }

  /** What somebody is just changing stays, and what could not be saved; a field that is `left` as it was catches up. */
  #fill(control, isLeft = false) {
    const { [control.name]: value } = this.#last
    const isBeingChanged = !isLeft && control === document.activeElement && control.tagName !== "SELECT"
    if (value === undefined || control.dataset.saving || control.dataset.unsaved || isBeingChanged) return
    if (control.value === String(value)) return
    if (control.tagName === "SELECT" && ![...control.options].some((option) => option.value === value)) control.add(new Option(value, value))
    control.value = value
    if (control.type === "range") paint(control)
  }

  #typed(control) {
    control.dataset.unsaved = "1" // what was typed is not to be lost
    delete control.dataset.refused
    this.#later(control, PAUSE_MS)
  }

  #later(control, ms) {
    clearTimeout(this.#timers.get(control))
    this.#timers.set(control, setTimeout(() => this.#save(control), ms))
  }

  #saveRest(options) {
    for (const control of this.#controls) if (control.dataset.unsaved && !control.dataset.refused) this.#save(control, options)
  }

  async #save(control, options) {
    clearTimeout(this.#timers.get(control))
    if (control.dataset.saving) return this.#later(control, PAUSE_MS)
    const { value } = control
    control.dataset.saving = "1"
    try {
      await this.#send(control, value, options)
      if (control.value === value) delete control.dataset.unsaved
      this.#problem("")
    } catch (error) {
      this.#fail(control, error)
    }
    delete control.dataset.saving
    if (!this.isSaving) this.#onSaved()
  }

  #send({ name }, value, options) {
    const json = { [name]: NUMBERS.includes(name) ? Number(value) : value }
    return request(`${this.#url}change/`, { method: "POST", json, signal: AbortSignal.timeout(PATIENCE_MS), ...options })
  }

  /** A select shows what answers next, whatever was wanted; what was typed stays, and is sent again where that may help. */
  #fail(control, { status, message }) {
    if (control.tagName === "SELECT") {
      delete control.dataset.saving
      this.#fill(control)
      return control.dispatchEvent(new CustomEvent("unsaved", { bubbles: true, detail: message }))
    }
    control.dataset.unsaved = "1"
    const isRefused = status >= 400 && status < 500 && status !== 401 && status !== 429
    if (isRefused) control.dataset.refused = "1"
    else this.#later(control, RETRY_MS)
    this.#problem(`${nameOf(control)} is not saved. ${message}`)
  }

  #problem(words) {
    const place = this.#form.querySelector("[data-problem]")
    place.hidden = !words
    place.lastElementChild.textContent = words
  }
}

function nameOf(control) {
  return control.labels?.[0]?.textContent.trim() || control.getAttribute("aria-label")
}
