import { request } from "../http.js"
import { live } from "../live/live.js"
import { ask } from "../live/request.js"
import { paint } from "../pieces/slider.js"

const NUMBERS = ["temperature", "max_tokens"]

/** What stands above the messages: the name, the model and the parameters, in step with other tabs. */
export class Head {
  #root
  #form
  #url
  #last = {} // what the server said last
  #onChange // ({answering, …}) => whoever else wants to know

  constructor(root, url, state, onChange, signal) {
    this.#root = root
    this.#form = root.querySelector("[data-change]")
    this.#url = url
    this.#onChange = onChange
    const listen = (type, then) => this.#form.addEventListener(type, then, { signal })
    listen("change", ({ target }) => target.name && this.#save(target))
    listen("focusout", ({ target }) => target.name && this.#fill(target, this.#last[target.name], true))
    listen("submit", (event) => event.preventDefault())
    const leave = live.subscribe({
      topics: state.topics,
      fetch: (signal) => ask(`${url}state/`, { signal }),
      replace: ({ conversation }) => this.#show(conversation),
      apply: ({ op, key, value }) => void (op === "set" && key === "conversation" && value && this.#show(value)),
    })
    signal.addEventListener("abort", leave)
    this.#show(state.conversation)
  }

  #show(conversation) {
    this.#last = conversation
    const title = this.#root.querySelector("[data-name]")
    if (title.textContent !== conversation.name) title.textContent = conversation.name
    document.title = `${conversation.name} · Lockstep`
    this.#root.querySelector("[data-answering]").hidden = !conversation.answering
    for (const name of ["model", ...NUMBERS, "system_prompt"]) this.#fill(this.#form.elements[name], conversation[name])
    this.#onChange(conversation)
  }

  /** What somebody is just changing stays, and what could not be saved; a field that is `left` as it was catches up. */
  #fill(control, value, isLeft = false) {
    const isBeingChanged = !isLeft && control === document.activeElement && control.tagName !== "SELECT"
    if (value === undefined || control.dataset.saving || control.dataset.unsaved || isBeingChanged) return
    if (control.value === String(value)) return
    if (control.tagName === "SELECT" && ![...control.options].some((option) => option.value === value)) control.add(new Option(value, value))
    control.value = value
    if (control.type === "range") paint(control)
  }

  async #save(control) {
    const value = NUMBERS.includes(control.name) ? Number(control.value) : control.value
    control.dataset.saving = "1"
    this.#problem("")
    try {
      await request(`${this.#url}change/`, { method: "POST", json: { [control.name]: value } })
      delete control.dataset.unsaved
    } catch (error) {
      if (control.tagName !== "SELECT") control.dataset.unsaved = "1" // what was typed is not to be lost
      this.#problem(`Not saved. ${error.message}`)
      if (control.name === "model") control.dispatchEvent(new CustomEvent("unsaved", { bubbles: true, detail: error.message }))
    }
    delete control.dataset.saving
  }

  #problem(words) {
    const place = this.#form.querySelector("[data-problem]")
    place.hidden = !words
    place.lastElementChild.textContent = words
  }
}
