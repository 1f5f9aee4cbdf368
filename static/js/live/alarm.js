/** One thing to do later. Setting it again while it waits changes nothing. */
export class Alarm {
  #clock
  #cancel = null

  constructor(clock) {
    this.#clock = clock
  }

  get isSet() {
    return this.#cancel !== null
  }

  set(ms, then) {
    this.#cancel ??= this.#clock.after(ms, () => {
      this.#cancel = null
      then()
    })
  }

  cancel() {
    this.#cancel?.()
    this.#cancel = null
  }
}
