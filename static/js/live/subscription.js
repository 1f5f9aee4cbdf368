import { Alarm } from "./alarm.js"
import { backoff } from "./backoff.js"
import { log } from "./debug.js"
import { Pace } from "./pace.js"
import { Sequence } from "./sequence.js"

/** Keeps one subscriber in step: applies frames in order, waits for gaps, fetches when it must. */
export class Subscription {
  #subscriber
  #sequence
  #around // {clock, timing, changed(), ended(subscription), signedOut() → bool}
  #fetching = null // an AbortController
  #pace
  #gap // when a gap has stayed open too long
  #next // when the next fetch begins
  #failures = 0
  #closed = false

  constructor(subscriber, around) {
    this.#subscriber = subscriber
    this.#sequence = new Sequence(subscriber.topics)
    this.#around = around
    this.#pace = new Pace(around, subscriber.pace)
    this.#gap = new Alarm(around.clock)
    this.#next = new Alarm(around.clock)
  }

  get topics() {
    return this.#sequence.shown
  }

  receive(frame) {
    if (this.#closed || !this.#sequence.shows(frame.topic)) return
    const decision = this.#sequence.judge(frame, this.#takesPatches)
    log(decision, frame.topic, `${frame.from}→${frame.to}`, this.#fetching ? "during a fetch of" : "on", this.topics)
    if (decision === "drop") return
    this.#sequence.hear({ [frame.topic]: frame.to })
    if (decision === "fetch") return this.#fetchSoon()
    this.#sequence.keep(frame)
    this.#settle()
  }

  /** These versions exist. Fetches if it shows less. */
  hear(versions) {
    this.#sequence.hear(versions)
    if (this.#sequence.behind) this.#fetchSoon()
  }

  /** The connection is back: what failed is tried again at once. */
  retry() {
    if (!this.#failures) return
    this.#failures = 0
    this.#next.cancel()
    if (this.#sequence.behind) this.#fetchSoon()
  }

  /** Fetches now, for whoever does not trust the versions. Throws what the fetch throws. */
  async refresh() {
    const payload = await this.#subscriber.fetch(AbortSignal.timeout(this.#around.timing.fetchLimit))
    if (!this.#closed) this.#show(payload)
    this.#settle()
  }

  gone(status) {
    if (this.#closed) return
    this.#around.ended(this)
    this.#subscriber.gone?.(status)
  }

  close() {
    this.#closed = true
    this.#fetching?.abort()
    this.#gap.cancel()
    this.#next.cancel()
  }

  get #takesPatches() {
    return !this.#subscriber.whole?.()
  }

  /** Applies every kept frame whose turn has come. What is left waits for its gap to close, or for the next try. */
  #settle() {
    if (this.#fetching || this.#closed) return
    for (let frame; (frame = this.#sequence.next()); ) {
      if (!this.#apply(frame)) return this.#fetchSoon()
    }
    if (!this.#sequence.behind) this.#caughtUp()
    else if (this.#failures) this.#fetchIn(backoff(this.#failures - 1, this.#around.clock.random))
    else if (!this.#takesPatches) this.#fetchIn(this.#pace.wait(false))
    else this.#gap.set(this.#around.timing.gap, () => this.#sequence.behind && this.#fetchSoon())
  }

  #caughtUp() {
    this.#failures = 0
    this.#pace.begun()
    this.#gap.cancel()
  }

  #apply(frame) {
    try {
      const placed = frame.patches.map((patch) => this.#subscriber.apply(patch))
      if (placed.includes(false)) return false
    } catch (error) {
      console.error(error)
      return false
    }
    this.#sequence.advance(frame)
    this.#subscriber.shown?.()
    return true
  }

  #fetchSoon() {
    this.#pace.heard()
    if (this.#pace.moves && !this.#failures) this.#next.cancel()
    this.#fetchIn(this.#pace.wait(this.#takesPatches))
  }

  #fetchIn(ms) {
    if (this.#fetching || this.#closed) return
    this.#next.set(ms, () => this.#sequence.behind && this.#fetch())
  }

  async #fetch() {
    const fetching = (this.#fetching = new AbortController())
    this.#pace.begun()
    const cancelLimit = this.#around.clock.after(this.#around.timing.fetchLimit, () => fetching.abort())
    try {
      const payload = await this.#subscriber.fetch(fetching.signal)
      if (!this.#closed) this.#show(payload)
    } catch (error) {
      await this.#fail(error)
    }
    cancelLimit()
    this.#fetching = null
    this.#settle()
  }

  #show(payload) {
    const accepted = this.#sequence.accepts(payload.topics)
    log(accepted ? "fetched" : "fetched something older: discarded", payload.topics, this.topics)
    if (!accepted) return void this.#failures++
    // Until it has caught up; what takes no patches never does while others write without a pause.
    this.#failures = !this.#takesPatches && this.#sequence.rises(payload.topics) ? 0 : this.#failures + 1
    this.#subscriber.replace(payload)
    this.#sequence.replace(payload.topics)
    this.#subscriber.shown?.()
    this.#around.changed()
  }

  async #fail(error) {
    this.#failures++
    if (this.#closed) return
    log("fetch failed", error)
    const denied = [403, 404].includes(error.status)
    if (denied || (error.status === 401 && (await this.#around.signedOut()))) this.gone(error.status)
  }
}
