const SOON_MS = 800
const NEAR_PX = 8

/** When an image goes, the next one moves under the pointer: a second click at once was meant for the first. */
export class Slip {
  #last = null // {pk, x, y} of the last click
  #doneAt = -Infinity

  /** Whether this click meets another image than the one before it at the same place. */
  is({ detail, clientX: x, clientY: y }, pk) {
    if (!detail) return false // a key
    const isSoon = Date.now() - this.#doneAt < SOON_MS
    const isNear = this.#last && Math.hypot(x - this.#last.x, y - this.#last.y) <= NEAR_PX
    if (isSoon && isNear && pk !== this.#last.pk) return true
    this.#last = { pk, x, y }
    this.#doneAt = Infinity
    return false
  }

  done(pk) {
    if (pk === this.#last?.pk) this.#doneAt = Date.now()
  }
}
