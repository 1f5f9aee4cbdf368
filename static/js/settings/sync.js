import { Backoff } from "./backoff.js"
import { Due } from "./due.js"
import { uuid } from "./uuid.js"

const PATIENCE_MS = 15_000
const POISON = [400, 413, 422]

/**
 * When to send, and what an answer means. Every change of the store or of itself is the event "change".
 * `around`: {server, delay() in ms, owns() whether what is pending is still this page's}.
 */
export class Sync extends EventTarget {
  sending = false
  paused = false // until somebody has signed in again
  problem = "" // words, until the next success
  syncedAt = null
  #store
  #around
  #timer = null
  #current = null
  #due = new Due()
  #backoff = new Backoff()

  constructor(store, around) {
    super()
    this.#store = store
    this.#around = around
  }

  /** Something was edited: save it when it is due. */
  edited() {
    this.#due.edited()
    this.#schedule()
    this.#announce()
  }

  /** Send what is pending, now. */
  async flush() {
    this.paused = false
    this.problem = ""
    this.#backoff.reset()
    while (this.#store.loaded && !this.#store.idle && !this.problem) await this.#send()
    this.#announce()
  }

  /** Fetch what is on the server; for whoever does not trust the push. */
  async pull() {
    try {
      this.load(await this.#around.server.state(AbortSignal.timeout(PATIENCE_MS)))
    } catch (error) {
      this.#fail(error)
    }
    this.#announce()
  }

  load({ preferences }) {
    this.#store.load(preferences)
    if (this.#store.idle) this.#succeed()
    else if (this.paused) this.flush()
    this.#announce()
  }

  push(key, state) {
    if (state) this.#store.push(key, state)
    this.#inStep()
    this.#announce()
  }

  /** The page goes: one more try, which the browser finishes without it. */
  leave() {
    const mutation = this.#around.owns() && this.#store.take(uuid())
    if (mutation) this.#around.server.save(mutation, { keepalive: true }).catch(() => {})
  }

  /** The network, the session or the page is back: try what waits for it. */
  resume() {
    if (!this.#store.idle && (this.paused || this.problem)) this.flush()
    else if (this.problem) this.pull()
  }

  /** The live connection stands: whatever it does not call stale is current. */
  connected() {
    this.resume()
    this.#inStep()
    this.#announce()
  }

  #send() {
    clearTimeout(this.#timer)
    return (this.#current ??= this.#sendOnce().finally(() => (this.#current = null)))
  }

  async #sendOnce() {
    if (this.paused) return
    if (!this.#around.owns()) this.#store.forgetPending()
    const mutation = this.#store.take(uuid())
    if (!mutation) return this.#announce()
    this.#due.sent()
    this.sending = true
    this.#announce()
    await this.#deliver(mutation)
    this.sending = false
    if (!this.#store.idle && !this.paused) this.#schedule()
    this.#announce()
  }

  async #deliver(mutation) {
    try {
      const results = await this.#around.server.save(mutation, { signal: AbortSignal.timeout(PATIENCE_MS) })
      this.#store.answer(mutation.id, results)
    } catch (error) {
      if (!POISON.includes(error.status)) return this.#fail(error)
      this.#store.reject(mutation.id, error.message)
    }
    this.#succeed()
  }

  #succeed() {
    this.#backoff.reset()
    this.problem = ""
    this.#inStep()
  }

  #inStep() {
    if (this.#store.idle && !this.problem) this.syncedAt = new Date()
  }

  #fail(error) {
    this.problem = error.message
    this.paused = [401, 403].includes(error.status)
    if (!this.paused) this.#backoff.failed(error.retryAfter)
    this.dispatchEvent(Object.assign(new Event("problem"), { status: error.status }))
  }

  /** In seconds: when the next try comes. */
  get retriesIn() {
    return Math.ceil(this.#backoff.wait / 1000)
  }

  #schedule() {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.#send(), this.#backoff.wait || this.#due.wait(this.#around.delay()))
  }

  #announce() {
    this.dispatchEvent(new Event("change"))
  }
}
