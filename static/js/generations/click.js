import { uuid } from "../settings/uuid.js"

const DOUBLE_MS = 800 // two clicks in this time are one

/** The key of a click. It stays the same while nobody knows whether the server heard of it, and for a double click. */
export class Click {
  #key
  #words = null
  #doneAt = -Infinity

  /** `words`: what the click asks for. */
  keyFor(words) {
    const isSame = words === this.#words && Date.now() - this.#doneAt < DOUBLE_MS
    if (!isSame) this.#key = uuid()
    this.#words = words
    this.#doneAt = Infinity
    return this.#key
  }

  done() {
    this.#doneAt = Date.now()
  }
}
