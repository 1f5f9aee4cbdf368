const STORAGES = ["sessionStorage", "localStorage"]

/**
 * A draft that the server does not have yet, in this browser: {text, base}, where `base` is the version that it was made from.
 * This tab's own comes before that of another tab.
 */
export class Kept {
  #key

  constructor(key) {
    this.#key = key
  }

  read() {
    return this.#of("sessionStorage") ?? this.#of("localStorage")
  }

  write(draft) {
    for (const storage of STORAGES) {
      try {
        window[storage].setItem(this.#key, JSON.stringify(draft))
      } catch {
        // The browser keeps nothing; the server will.
      }
    }
  }

  /** The server has this text. What another tab of this browser keeps stays. */
  forget(text) {
    for (const storage of STORAGES) {
      if (storage === "localStorage" && this.#of(storage)?.text !== text) continue
      try {
        window[storage].removeItem(this.#key)
      } catch {
        // Nothing was kept.
      }
    }
  }

  #of(storage) {
    try {
      const draft = JSON.parse(window[storage].getItem(this.#key))
      return typeof draft?.text === "string" ? draft : null
    } catch {
      return null
    }
  }
}
