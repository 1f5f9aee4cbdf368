import { ask } from "../live/request.js"
import { live } from "../live/live.js"
import { tab } from "../live/tab.js"
import { request } from "../http.js"
import { Kept } from "./kept.js"

const PAUSE_MS = 1_000
const RETRY_MS = 5_000
const UNKNOWN = -1 // no version is as old
const LONGEST_SHOWN = 160 // characters of the other text

/**
 * What stands in the message box stays: in this browser at once, on the server after a pause. What another tab or device
 * wrote shows in a box in which nobody wrote here; where somebody did, it is offered.
 */
export function wireDrafts(conversation, signal) {
  const form = document.querySelector("[data-composer]")
  const state = JSON.parse(document.getElementById("conversation-state")?.textContent ?? "null")
  if (!form || !state) return
  const offer = form.parentElement.querySelector("[data-conflict]")
  const drafts = new Drafts(conversation, form.querySelector("textarea"), offer, state.draft ?? { text: "", version: 0 })
  const listen = (target, type, then) => target.addEventListener(type, then, { signal })
  listen(form, "input", () => drafts.typed())
  listen(form, "draft", () => drafts.set())
  listen(offer, "click", ({ target }) => drafts.choose(target.closest("[data-keep]")?.dataset.keep))
  listen(window, "pagehide", () => drafts.flush({ keepalive: true }))
  listen(window, "online", () => drafts.flush())
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
  #kept
  #field
  #offer
  #version = UNKNOWN // of what the text here was made from
  #confirmed // the text that the server has, as far as this tab knows
  #other = null // what was written elsewhere meanwhile, until one of the two is chosen
  #timer = null
  #saving = null
  #showing = false

  constructor(conversation, field, offer, { text, version }) {
    this.#url = `/chat/${conversation}/draft/`
    this.#kept = new Kept(`chat.draft.${document.body.dataset.user}.${conversation}`)
    this.#field = field
    this.#offer = offer
    const kept = this.#kept.read()
    if (kept) this.#version = kept.base
    if (kept && !field.value) this.#show(kept.text)
    else if (!field.value) this.#confirmed = ""
    if (text === null) this.#fetch()
    else this.#meet({ text, version })
  }

  typed() {
    if (this.#showing) return
    this.#keep()
    this.#later(this.#field.value ? PAUSE_MS : 0)
  }

  /** A script has changed it: sent, or taken back. Of two texts the other one remains. */
  set() {
    if (this.#other && !this.#field.value) this.choose("theirs")
    else this.typed()
  }

  /** Of another tab or device. A long one is not sent around. */
  arrived({ text, version, by }) {
    if (version <= this.#version) return
    if (text === null) return void this.#fetch()
    if (by === tab) this.#agree(text, version)
    else this.#meet({ text, version })
  }

  choose(which) {
    if (!which || !this.#other) return
    const { text, version } = this.#other
    this.#agree(text, version)
    if (which === "theirs") this.#take(text)
    else this.#save()
    this.#field.focus({ preventScroll: true })
  }

  flush(options) {
    if (this.#field.value !== this.#confirmed) this.#save(options)
  }

  /** What the server has meets what stands here: neither may cost the other. */
  #meet({ text, version }) {
    const mine = this.#field.value
    const isBase = version <= this.#version
    if (!isBase && (mine === this.#confirmed || !mine)) {
      this.#agree(text, version)
      this.#take(text)
    } else if (isBase || mine.startsWith(text)) {
      this.#agree(text, Math.max(version, this.#version))
      if (mine === text) this.#kept.forget(text)
      else this.#later()
    } else {
      this.#suggest({ text, version })
    }
  }

  #agree(text, version) {
    this.#version = version
    this.#confirmed = text
    this.#other = null
    this.#offer.hidden = true
  }

  #take(text) {
    this.#kept.forget(this.#field.value)
    this.#show(text)
  }

  #suggest(other) {
    this.#other = other
    this.#keep()
    const { text } = other
    this.#offer.querySelector("[data-conflict-words]").textContent = "Begun in another place:"
    this.#offer.querySelector("[data-conflict-value]").textContent = text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN)}…` : text
    this.#offer.hidden = false
  }

  #keep() {
    this.#kept.write({ text: this.#field.value, base: this.#version })
  }

  #later(ms = PAUSE_MS) {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.#save(), ms)
  }

  async #save(options) {
    clearTimeout(this.#timer)
    if (this.#other) return
    if (this.#saving && !options?.keepalive) return this.#later()
    const text = this.#field.value
    if (text === this.#confirmed) return this.#kept.forget(text)
    const saving = (this.#saving = request(this.#url, { method: "POST", json: { text, base: this.#version, tab }, ...options }))
    try {
      const { version } = await saving
      if (version >= this.#version) this.#agree(text, version)
      if (this.#field.value === text) this.#kept.forget(text)
      else this.#keep()
    } catch ({ status }) {
      if (status === 409) await this.#fetch()
      else if (status === 0 || status >= 500) this.#later(RETRY_MS) // else it stays in this browser
    }
    this.#saving = null
  }

  async #fetch() {
    const draft = await ask(this.#url).catch(() => null)
    if (draft) this.#meet(draft)
    else this.#later(RETRY_MS)
  }

  #show(text) {
    this.#showing = true
    this.#field.value = text
    this.#field.form.dispatchEvent(new Event("draft", { bubbles: true }))
    this.#showing = false
  }
}
