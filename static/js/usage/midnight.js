const LATE_MS = 1_000 // the server's day has begun by then
const MOST_MS = 2 ** 31

/** Calls back when the day of what `root` shows ends: its `data-changes-at` says when. Look again whenever that was drawn anew. */
export class Midnight {
  #timer = null

  constructor(root, ended, signal) {
    this.root = root
    this.ended = ended
    root.addEventListener("live-fetched", () => this.look(), { signal })
    signal.addEventListener("abort", () => clearTimeout(this.#timer))
    this.look()
  }

  look() {
    clearTimeout(this.#timer)
    const end = this.root.querySelector("[data-changes-at]")?.dataset.changesAt
    const wait = new Date(end ?? NaN) - Date.now() + LATE_MS
    if (wait > 0 && wait < MOST_MS) this.#timer = setTimeout(() => this.ended(), wait)
  }
}
