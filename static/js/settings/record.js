import { kept, prefixOf } from "./keeping.js"
import { uuid } from "./uuid.js"

const ASK_MS = 300
const REMEMBERED_MS = 86_400_000 // how long a sleeping page can still learn that its record was adopted

/**
 * What is pending on this page, kept in localStorage under its person's id until the server has it.
 * Each page load has a record of its own; what a page left behind is adopted by the next one of the same person.
 */
export class Records {
  #mine
  #prefix
  #epoch
  #channel

  constructor(user, epoch) {
    this.#prefix = prefixOf(user)
    this.#mine = this.#prefix + uuid()
    this.#epoch = epoch
    this.#channel = new BroadcastChannel(this.#prefix)
    this.#channel.onmessage = ({ data }) => data.ask === this.#mine && this.#channel.postMessage({ alive: this.#mine })
  }

  /** Keep what is pending; `closed` when the page goes. */
  write(pending, closed = false) {
    try {
      if (pending) kept().setItem(this.#mine, JSON.stringify({ pending, closed, epoch: this.#epoch }))
      else kept().removeItem(this.#mine)
    } catch (error) {
      console.warn("This browser keeps no copy of unsent changes", error)
    }
  }

  /** Whether another page has taken over what this one had pending, while it slept. */
  get wasAdopted() {
    return Boolean(this.#read(this.#mine)?.adopted)
  }

  /** Take over one record that `fits`: closed ones at once, others when their page no longer answers. */
  async adopt(fits) {
    for (const key of this.#others()) {
      const { pending, closed, epoch } = this.#read(key)
      if (!fits(pending) || !(closed || (await this.#isOrphan(key)))) continue
      if (!this.#read(key)?.pending || !fits(pending)) continue
      kept().setItem(key, JSON.stringify({ adopted: Date.now() }))
      return { pending, sameLife: epoch === this.#epoch }
    }
    return null
  }

  close() {
    this.#channel.close()
  }

  #others() {
    const keys = Object.keys(kept()).filter((key) => key.startsWith(this.#prefix) && key !== this.#mine)
    for (const key of keys) if (Date.now() - this.#read(key)?.adopted > REMEMBERED_MS) kept().removeItem(key)
    const records = keys.filter((key) => this.#read(key)?.pending)
    return records.sort((one, other) => this.#read(other).closed - this.#read(one).closed)
  }

  #read(key) {
    try {
      return JSON.parse(kept().getItem(key))
    } catch {
      return null
    }
  }

  #isOrphan(key) {
    return new Promise((resolve) => {
      const channel = new BroadcastChannel(this.#prefix)
      const answer = (orphan) => {
        channel.close()
        clearTimeout(timer)
        resolve(orphan)
      }
      const timer = setTimeout(answer, ASK_MS, true)
      channel.onmessage = ({ data }) => data.alive === key && answer(false)
      channel.postMessage({ ask: key })
    })
  }
}
