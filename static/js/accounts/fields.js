import { request } from "../http.js"
import { live } from "../live/live.js"
import { count, recount } from "./counter.js"

const PROBLEMS = {
  0: "Couldn't reach the server. What you typed stays here; save again when you are back.",
  401: "You were signed out. Sign in again in another tab, then save here: what you typed stays.",
  403: "This page is older than your session. Save again; what you typed stays.",
}
const OTHER = "The server couldn't save this just now. What you typed stays here; try again in a moment."

/** A form that shows what the database holds: what arrives lands only in fields that nobody has touched. */
export class LiveFields extends HTMLElement {
  #unsubscribe = null
  #sent = {}

  connectedCallback() {
    for (const event of EVENTS) this.addEventListener(event, this)
    count(this)
    this.#unsubscribe = live.subscribe({
      topics: JSON.parse(this.dataset.topics),
      fetch: (signal) => request(this.dataset.src, { signal }),
      apply: ({ key, value }) => this.#show(key, value),
      replace: ({ fields }) => Object.entries(fields).forEach(([key, value]) => this.#show(key, value)),
    })
  }

  disconnectedCallback() {
    this.#unsubscribe()
    for (const event of EVENTS) this.removeEventListener(event, this)
  }

  handleEvent(event) {
    if (event.type === "input") recount(event.target)
    else if (event.type === "htmx:configRequest") this.#send()
    else if (event.type === "htmx:beforeSwap") this.#receive(event)
    else this.#say(PROBLEMS[event.detail.xhr?.status ?? 0] ?? OTHER)
  }

  /** The server puts beside each field the value that it began with, also when it gives a refused form back. */
  #show(name, value) {
    const field = this.#field(name)
    const began = this.#field(`initial-${name}`)
    if (!field || field.value !== began?.value) return
    field.value = began.value = value
    recount(field)
  }

  #send() {
    this.#sent = this.#values()
    this.#say("")
  }

  /** A form that was typed in since it was sent is not swapped away. */
  #receive(event) {
    const { status } = event.detail.xhr
    const now = this.#values()
    if (Object.keys(now).every((name) => now[name] === this.#sent[name])) return
    event.detail.shouldSwap = false
    if (status === 200) for (const name in now) this.#field(`initial-${name}`).value = this.#sent[name]
    if (status !== 422) return
    event.stopPropagation() // Whoever listens further out would show the refused form.
    this.#say("Not saved yet. Save again.")
  }

  #say(words) {
    const problem = this.querySelector("[data-problem]")
    problem.querySelector("span").textContent = words
    problem.hidden = !words
  }

  #values() {
    const began = [...this.querySelectorAll("[name^='initial-']")]
    return Object.fromEntries(began.map(({ name }) => name.slice("initial-".length)).map((name) => [name, this.#field(name).value]))
  }

  #field(name) {
    return this.querySelector(`[name="${CSS.escape(name)}"]`)
  }
}

const EVENTS = ["input", "htmx:configRequest", "htmx:beforeSwap", "htmx:responseError", "htmx:sendError"]

customElements.define("live-fields", LiveFields)
