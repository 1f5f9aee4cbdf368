import { Backoff } from "../settings/backoff.js"

const PATIENCE_MS = 15_000
const LEFT_MS = 8_000 // a page that crashed left what it had for the others
const MOST_KEPT_ALIVE = 48_000 // bytes that a browser still sends for a page that goes
const WAITS = [0, 401, 403, 408, 425, 429] // about the connection or the person, not about one message

/**
 * Sends what is in the outbox, one after the other, until the server has it. Every change is the event "change".
 * `around`: {post(entry, options), tab, holds(entry) whether it is to wait}.
 */
export class Sender extends EventTarget {
  #outbox
  #around
  #backoff = new Backoff()
  #running = false
  #timer = null
  #late = new Map() // conversation → {backoff, problem}: where the server fails on one message it still takes those of others
  #problem = "" // words, while the server cannot be reached
  sending = "" // the key of what is on its way

  constructor(outbox, around) {
    super()
    this.#outbox = outbox
    this.#around = around
  }

  get retriesIn() {
    return Math.ceil(this.#backoff.wait / 1000)
  }

  add(entry) {
    this.#outbox.put({ ...entry, at: Date.now(), tab: this.#around.tab })
    this.#announce()
    this.run()
  }

  retry(key) {
    this.#outbox.change(key, { error: undefined, tab: this.#around.tab })
    this.wake()
  }

  /** Why an entry could not be sent yet, in words. */
  problemOf({ conversation }) {
    return this.#problem || (this.#late.get(conversation)?.problem ?? "")
  }

  discard(key) {
    const entry = this.#outbox.entries.find((each) => each.key === key)
    this.#late.delete(entry?.conversation)
    this.#outbox.remove(key)
    this.#announce()
  }

  /** The network, the session or the page is back. */
  wake() {
    this.#backoff.reset()
    this.#late.clear()
    this.run()
  }

  /** The page goes: whoever comes next sends what is left. */
  leave() {
    clearTimeout(this.#timer)
    for (const { key, tab } of this.#outbox.entries) if (tab === this.#around.tab) this.#outbox.change(key, { tab: "" })
  }

  async run() {
    if (this.#running) return
    this.#running = true
    for (let entry; !this.#backoff.wait && (entry = this.#next()); ) await this.#send(entry)
    this.#running = false
    this.#later()
    this.#announce()
  }

  #next() {
    const waits = (entry) => this.#late.get(entry.conversation)?.backoff.wait || this.#around.holds(entry)
    return this.#outbox.entries.find((entry) => !entry.error && this.#isMine(entry) && !waits(entry))
  }

  #isMine({ tab, at }) {
    return !tab || tab === this.#around.tab || Date.now() - at > LEFT_MS
  }

  async #send(entry) {
    const options = { signal: AbortSignal.timeout(PATIENCE_MS), keepalive: entry.text.length * 3 < MOST_KEPT_ALIVE }
    this.sending = entry.key
    try {
      await this.#around.post(entry, options)
      this.#outbox.remove(entry.key)
      this.#backoff.reset()
      this.#late.delete(entry.conversation)
      this.#problem = ""
      this.dispatchEvent(Object.assign(new Event("sent"), { entry }))
    } catch (error) {
      this.#fail(entry, error)
    }
    this.sending = ""
    this.#announce()
  }

  #fail(entry, { status, message, retryAfter }) {
    if (WAITS.includes(status)) {
      this.#problem = message
      this.#backoff.failed(retryAfter)
    } else if (status >= 500) {
      const late = this.#late.get(entry.conversation) ?? { backoff: new Backoff() }
      late.problem = message
      late.backoff.failed(retryAfter)
      this.#late.set(entry.conversation, late)
    } else {
      this.#outbox.change(entry.key, { error: message ?? "Couldn't send this." })
    }
  }

  #later() {
    clearTimeout(this.#timer)
    const waits = this.#outbox.entries.some((entry) => !entry.error)
    if (waits) this.#timer = setTimeout(() => this.run(), Math.max(this.#backoff.wait, 500))
  }

  #announce() {
    this.dispatchEvent(new Event("change"))
  }
}
