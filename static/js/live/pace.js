/**
 * When the next fetch is due. A subscriber with wishes fetches once it was quiet for `debounce` ms, and `longest` ms after the
 * first change at the latest: what changes all the time is never quiet.
 */
export class Pace {
  #clock
  #timing
  #wishes // {debounce, longest}, or nothing
  #first = 0 // when what is not fetched yet began to change
  #last = 0

  constructor({ clock, timing }, wishes) {
    this.#clock = clock
    this.#timing = timing
    this.#wishes = wishes
  }

  /** Whether a change puts off the fetch that waits. */
  get moves() {
    return Boolean(this.#wishes)
  }

  /** Something changed now. */
  heard() {
    this.#last = this.#clock.now()
    this.#first ||= this.#last
  }

  /** What was heard so far is fetched from here on. */
  begun() {
    this.#first = this.#last = 0
  }

  /** How long the fetch is to wait from now on, in ms. */
  wait(takesPatches) {
    const { jitter, debounce } = this.#timing
    return this.#wishes ? this.#wished() : this.#clock.random() * jitter + (takesPatches ? 0 : debounce)
  }

  #wished() {
    const now = this.#clock.now()
    const { debounce, longest } = this.#wishes
    return Math.max(0, Math.min((this.#last || now) + debounce, (this.#first || now) + longest) - now)
  }
}
