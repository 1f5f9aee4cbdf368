import { live } from "../live/live.js"

/** Why messages of the outbox wait, in words, and what one can do about it. `thread` = {dataset, writing}. */
export class Waiting {
  #thread
  #sender

  constructor(thread, sender) {
    this.#thread = thread
    this.#sender = sender
  }

  /** What was written during a reply goes out after it, whichever page sends it; of another conversation the list knows. */
  holds({ conversation, after }) {
    if (!after) return false
    if (conversation === this.#thread.dataset.conversation) return this.#thread.writing.some(({ id }) => id === after)
    return Boolean(document.querySelector(`.conversation[data-pk="${CSS.escape(conversation)}"][data-busy]`))
  }

  /** {words, canRetry, canLeave}; what is on its way just now can only be waited for. */
  of(entry) {
    if (entry.error) return { words: entry.error, canRetry: true, canLeave: true }
    if (this.holds(entry)) return { words: "Goes out when this reply is done", canLeave: true }
    if (!navigator.onLine || live.state === "offline") return { words: "Waiting for the connection", canLeave: true }
    const problem = this.#sender().problemOf(entry)
    const isIdle = Boolean(problem) && this.#sender().sending !== entry.key
    return { words: problem ? `Couldn't send yet. ${problem} Trying again.` : "Sending…", canRetry: isIdle, canLeave: isIdle }
  }
}
