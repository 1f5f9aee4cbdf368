import { log } from "./debug.js"

/** Asks again and again for what the socket would have said, while there is none. */
export class Polling {
  #ask // async () → answer; throws on failure
  #on // {answered(answer), failed(error)}
  #clock
  #timing
  #run = null // what is not of this run is over
  #cancel = null

  constructor(ask, on, { clock, timing }) {
    this.#ask = ask
    this.#on = on
    this.#clock = clock
    this.#timing = timing
  }

  /** Starts `pollAfter` ms from now, unless stopped before. */
  start() {
    if (this.#run) return
    const run = (this.#run = {})
    this.#cancel = this.#clock.after(this.#timing.pollAfter, () => this.#round(run))
  }

  stop() {
    this.#run = null
    this.#cancel?.()
  }

  async #round(run) {
    try {
      const answer = await this.#ask()
      if (run === this.#run) this.#on.answered(answer)
    } catch (error) {
      log("polling failed", error)
      if (run === this.#run) this.#on.failed(error)
    }
    if (run === this.#run) this.#cancel = this.#clock.after(this.#timing.pollEvery, () => this.#round(run))
  }
}
