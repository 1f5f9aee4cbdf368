/**
 * What was written and has not reached the server, kept in localStorage under its person's id, for every conversation and tab.
 * An entry: {key, conversation, url, text, at, tab, after?, error?}; `tab` is "" once its page is gone.
 */
export class Outbox {
  #prefix
  #storage
  #unkept = new Map() // where the browser keeps nothing

  constructor(user, storage = reachable()) {
    this.#prefix = `chat.outbox.${user}.`
    this.#storage = storage
  }

  /** Oldest first. */
  get entries() {
    const stored = Object.keys(this.#storage ?? {}).filter((key) => key.startsWith(this.#prefix))
    const entries = [...stored.map((key) => this.#read(key)), ...this.#unkept.values()].filter(Boolean)
    return entries.sort((one, other) => one.at - other.at)
  }

  put(entry) {
    try {
      this.#storage.setItem(this.#prefix + entry.key, JSON.stringify(entry))
      this.#unkept.delete(entry.key)
    } catch {
      this.#unkept.set(entry.key, entry)
    }
  }

  /** Sets fields of an entry, if it is still there. */
  change(key, fields) {
    const entry = this.entries.find((each) => each.key === key)
    if (entry) this.put({ ...entry, ...fields })
  }

  remove(key) {
    this.#unkept.delete(key)
    this.#storage?.removeItem(this.#prefix + key)
  }

  /** Whether a storage event is about entries. */
  isOurs(key) {
    return key === null || key.startsWith(this.#prefix)
  }

  #read(key) {
    try {
      return JSON.parse(this.#storage.getItem(key))
    } catch {
      return null
    }
  }
}

function reachable() {
  try {
    return window.localStorage
  } catch {
    return null
  }
}
