import { ask } from "../live/request.js"
import { live } from "../live/live.js"
import { tab } from "../live/tab.js"
import { request } from "../http.js"

const PAUSE_MS = 1_000
const RETRY_MS = 5_000

/**
 * What stands in the message box stays: in this browser at once, on the server after a pause. What another tab or device
 * wrote shows in a box in which nobody wrote here.
 */
export function wireDrafts(conversation, signal) {
  const form = document.querySelector("[data-composer]")
  const state = JSON.parse(document.getElementById("conversation-state")?.textContent ?? "null")
  if (!form || !state) return
  const drafts = new Drafts(conversation, form.querySelector("textarea"), state.draft ?? { text: "", version: 0 })
  const typed = () => drafts.typed()
  form.addEventListener("input", typed, { signal })
  form.addEventListener("draft", typed, { signal })
  addEventListener("pagehide", () => drafts.flush({ keepalive: true }), { signal })
  addEventListener("online", () => drafts.flush(), { signal })
  const leave = live.subscribe({
    topics: { ...state.topics },
    fetch: (signal) => ask(`/chat/${conversation}/state/`, { signal }),
    replace: ({ draft }) => draft && drafts.arrived(draft),
    apply: ({ op, key, value }) => void (op === "set" && key === "draft" && value && drafts.arrived(value)),
  })
  signal.addEventListener("abort", leave)
}

class Drafts {
  #url
  #key
  #field
  #version
  #confirmed // the text that the server has, as far as this tab knows
  #timer = null
  #saving = null
  #showing = false

  constructor(conversation, field, { text, version }) {
    this.#url = `/chat/${conversation}/draft/`
    this.#key = `chat.draft.${document.body.dataset.user}.${conversation}`
    this.#field = field
    this.#version = version
    this.#confirmed = text ?? ""
    const kept = this.#kept()
    if (kept !== null && !field.value) this.#show(kept)
    else if (text === null) this.#fetch()
    else if (!field.value && text) this.#show(text)
    if (field.value !== this.#confirmed) this.#later()
  }

  typed() {
    if (this.#showing) return
    this.#keep()
    this.#later(this.#field.value ? PAUSE_MS : 0)
  }

  /** Of another tab or device: shown unless something else was written here. */
  arrived({ text, version, by }) {
    if (version <= this.#version) return
    if (text === null) return void this.#fetch()
    const isMine = this.#field.value !== this.#confirmed
    this.#version = version
    if (by === tab || isMine) return
    this.#confirmed = text
    this.#show(text)
    this.#forget()
  }

  flush(options) {
    if (this.#field.value !== this.#confirmed) this.#save(options)
  }

  #later(ms = PAUSE_MS) {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.#save(), ms)
  }

  async #save(options) {
    clearTimeout(this.#timer)
    if (this.#saving && !options?.keepalive) return void (this.#timer = setTimeout(() => this.#save(), PAUSE_MS))
    const text = this.#field.value
    if (text === this.#confirmed) return this.#forget()
    const saving = (this.#saving = request(this.#url, { method: "POST", json: { text, tab }, ...options }))
    try {
      const { version } = await saving
      this.#version = Math.max(this.#version, version)
      this.#confirmed = text
      if (this.#field.value === text) this.#forget()
    } catch ({ status }) {
      if (status === 0 || status >= 500) this.#later(RETRY_MS) // else it stays in this browser
    }
    this.#saving = null
  }

  /** A long one is not sent around. */
  async #fetch() {
    const draft = await ask(this.#url).catch(() => null)
    if (!draft || this.#field.value !== this.#confirmed) return
    this.#version = draft.version
    this.#confirmed = draft.text
    this.#show(draft.text)
  }

  #show(text) {
    this.#showing = true
    this.#field.value = text
    this.#field.form.dispatchEvent(new Event("draft", { bubbles: true }))
    this.#showing = false
  }

  /** What the server does not have yet; this tab's own before that of another tab of this browser. */
  #kept() {
    try {
      return sessionStorage.getItem(this.#key) ?? localStorage.getItem(this.#key)
    } catch {
      return null
    }
  }

  #keep() {
    for (const storage of ["sessionStorage", "localStorage"]) {
      try {
        window[storage].setItem(this.#key, this.#field.value)
      } catch {
        // The browser keeps nothing; the server will.
      }
    }
  }

  #forget() {
    for (const storage of ["sessionStorage", "localStorage"]) {
      try {
        window[storage].removeItem(this.#key)
      } catch {
        // Nothing was kept.
      }
    }
  }
}
