import { request } from "../http.js"
import { live } from "../live/live.js"
import { ask } from "../live/request.js"
import { tab } from "../live/tab.js"
import { toast } from "../pieces/toast.js"
import { isBusy } from "./busy.js"

const FOLLOWED = "chat.followed"

/**
 * Which conversation this tab shows, and which the person went to in another one. What one opens oneself is the place;
 * a tab that follows says nothing, so tabs never chase each other.
 */
export class Here {
  #current // its id, or empty
  #place
  #preferences

  constructor(current, { list, place, is_here }, preferences, signal) {
    this.#current = current
    this.#place = place
    this.#preferences = preferences
    const leave = live.subscribe({
      topics: list,
      fetch: (signal) => ask(`/chat/place/?conversation=${current}`, { signal }),
      replace: (state) => this.#replace(state),
      apply: (patch) => this.#apply(patch),
    })
    signal.addEventListener("abort", leave)
    this.#closed?.querySelector("[data-undo]").addEventListener("click", () => this.#undo(), { signal })
    if (!is_here) this.#close()
    this.#arrive()
  }

  get #closed() {
    return document.querySelector("[data-closed]")
  }

  /** Tells the other tabs, unless it came here because of one of them. */
  #arrive() {
    const followed = takeNote()
    if (!this.#current || followed === this.#current || this.#place === this.#current) return
    this.#place = this.#current
    request("/chat/place/", { method: "POST", json: { conversation: this.#current, tab } }).catch(() => {})
  }

  #apply({ op, key, value, id }) {
    if (op === "set" && key === "place" && value) this.#went(value)
    if (id !== `conversation-${this.#current}`) return true
    return op === "upsert" ? this.#reopen() : op !== "remove" // deleted, or only archived: it asks
  }

  #replace({ place, is_here: isHere }) {
    if (!isHere) return this.#close()
    this.#reopen()
    this.#went({ conversation: place })
  }

  #went({ conversation, by }) {
    if (by === tab || !conversation || conversation === this.#place) return
    this.#place = conversation
    if (conversation === this.#current || !this.#preferences.get("follow_tabs") || isBusy()) return
    leaveNote(conversation)
    location.assign(`/chat/${conversation}/`)
  }

  #close() {
    if (!this.#closed?.hidden) return
    this.#closed.hidden = false
    document.title = "Deleted · Lockstep"
    if (document.activeElement === document.body) this.#closed.querySelector("h2").focus({ preventScroll: true })
  }

  #reopen() {
    if (this.#closed && !this.#closed.hidden) location.reload()
    return true
  }

  async #undo() {
    try {
      await request(`/chat/${this.#current}/restore/`, { method: "POST", json: {} })
      this.#reopen()
    } catch (error) {
      toast(error.status === 404 ? "It is gone for good." : error.message, { kind: "error" })
    }
  }
}

function leaveNote(conversation) {
  try {
    sessionStorage.setItem(FOLLOWED, conversation)
  } catch {
    // Then this tab says that it is there, which the others are too.
  }
}

function takeNote() {
  try {
    const note = sessionStorage.getItem(FOLLOWED)
    sessionStorage.removeItem(FOLLOWED)
    return note
  } catch {
    return null
  }
}
