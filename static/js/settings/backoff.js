const SHORTEST_MS = 1000
const LONGEST_MS = 60_000

/** How long to wait after failures: full jitter below a bound that doubles, or what the server asked for. */
export class Backoff {
  #until = 0
  #failures = 0

  /** In ms; 0 when the last try succeeded or the time has come. */
  get wait() {
    return Math.max(0, this.#until - Date.now())
  }

  failed(retryAfter) {
    const bound = Math.min(LONGEST_MS, SHORTEST_MS * 2 ** ++this.#failures)
    const wait = SHORTEST_MS + Math.random() * (bound - SHORTEST_MS)
    this.#until = Date.now() + Math.max(wait, (retryAfter ?? 0) * 1000)
  }

  reset() {
    this.#failures = 0
    this.#until = 0
  }
}
