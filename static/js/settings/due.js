const LATEST_MS = 5000

/** When unsent edits are due: a moment after the last one, and at most five seconds after the first. */
export class Due {
  #since = null

  edited() {
    this.#since ??= Date.now()
  }

  sent() {
    this.#since = null
  }

  /** In ms from now, for an autosave delay in ms. */
  wait(delay) {
    const latest = (this.#since ?? Date.now()) + Math.max(LATEST_MS, delay)
    return Math.max(0, Math.min(delay, latest - Date.now()))
  }
}
