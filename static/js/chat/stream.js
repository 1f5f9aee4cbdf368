import { update } from "../live/reconcile.js"
import { applyPatches, firstPoints } from "./blocks.js"

const POLL_MS = 1_000

/**
 * Shows replies while they are written: messages of the live stream, each with everything since a checkpoint, and where
 * there is no socket the message itself, again and again. `fetchMessage(id)` gives its element as it is now.
 */
export class Streams {
  #log
  #fetchMessage
  #missed = new Map() // message id → the last word of it that came while it was fetched
  #timer

  constructor(log, fetchMessage, isLive) {
    this.#log = log
    this.#fetchMessage = fetchMessage
    this.#timer = setInterval(() => isLive() || this.poll(), POLL_MS)
  }

  close() {
    clearInterval(this.#timer)
  }

  /** Returns whether the page shows something new. */
  receive(message) {
    const element = this.#log().querySelector(`#message-${CSS.escape(message.message)}[data-checkpoint]`)
    if (!element || message.from < checkpointOf(element)) return false // it has ended, or shows more already
    if (this.#missed.has(element.id)) this.#missed.set(element.id, message)
    if (message.from === checkpointOf(element) && show(element, message)) return true
    this.#fetch(element, message)
    return false
  }

  poll() {
    for (const element of this.#log().querySelectorAll("[data-checkpoint]")) this.#fetch(element)
  }

  async #fetch(element, message = null) {
    const { id } = element
    if (this.#missed.has(id)) return
    this.#missed.set(id, message)
    const fresh = await this.#fetchMessage(id.replace("message-", "")).catch(() => null)
    const missed = this.#missed.get(id)
    this.#missed.delete(id)
    if (!fresh || !element.isConnected || element.dataset.checkpoint === undefined) return
    if (checkpointOf(fresh) >= checkpointOf(element)) update(element, fresh)
    if (missed && missed.from <= checkpointOf(element)) this.receive(missed)
  }
}

function show(element, message) {
  if (!applyPatches(element.querySelector(".message-text"), message)) return false
  if (message.reasoning !== undefined) think(element, message)
  element.dataset.checkpoint = message.to
  return true
}

/** `reasoning` follows after the first `at` characters of what was thought so far. */
function think(element, { reasoning, at }) {
  const thoughts = element.querySelector(".message-thoughts")
  thoughts.textContent = firstPoints(thoughts.textContent, at) + reasoning
  thoughts.parentElement.hidden = false
}

/** One that is not being written any more is beyond every checkpoint. */
function checkpointOf(element) {
  return Number(element.dataset.checkpoint ?? Infinity)
}
