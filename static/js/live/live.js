import { clock } from "./clock.js"
import { Connection } from "./connection.js"
import { debugging, log } from "./debug.js"
import { Interests } from "./interests.js"
import { notify, settleNotice } from "./notices.js"
import { reload } from "./reload.js"
import { ask } from "./request.js"
import { Rooms } from "./rooms.js"
import { sessionEnded, showSignedOut } from "./session.js"
import { State } from "./state.js"
import { Subscriptions } from "./subscriptions.js"
import { tab } from "./tab.js"
import { timing } from "./timing.js"

/** What the page shows, kept in step with the server. There is one: `live`. */
class Live extends EventTarget {
  #rooms = new Rooms()
  #state = new State()
  #interests = new Interests(() => this.#wanted(), (message) => this.#connection.send(message))
  #subscriptions = new Subscriptions({
    clock,
    timing,
    changed: (topics) => this.#interests.changed(topics),
    signedOut: () => this.#signedOut(),
  })
  #connection = new Connection(this.#line(), this.#state, { clock, timing })
  faults = {} // tests may put incoming(message) → [message, …] here

  #handlers = {
    welcome: (message) => this.#welcome(message),
    watching: (message) => this.#compare(message),
    frame: (frame) => this.#subscriptions.receive(frame),
    stream: (message) => this.dispatchEvent(new CustomEvent("stream", { detail: message })),
    stale: ({ topics }) => this.#subscriptions.hear(topics),
    gone: ({ topics = [], rooms = [] }) => this.#gone([...topics, ...rooms]),
    presence: (snapshot) => this.#rooms.show(snapshot),
    reload: ({ reason }) => reload(reason),
    error: ({ code, message }) => console.warn(`The server ignored a message (${code}): ${message}`),
  }

  constructor() {
    super()
    this.#state.addEventListener("state", () => this.dispatchEvent(new Event("state")))
  }

  /** "live", "connecting", "offline" or "polling". Its changes are announced by the event `state`. */
  get state() {
    return this.#state.value
  }

  /** When an offline page tries again, in ms since 1970; 0 when it does not. */
  get retryAt() {
    return this.#state.retryAt
  }

  /** How much is shown, for tests. */
  get counts() {
    return { subscriptions: this.#subscriptions.size, rooms: this.#rooms.names.length }
  }

  start() {
    if (document.body.dataset.user) this.#connection.start()
  }

  /**
   * Keeps {topics, fetch(signal), apply(patch), replace(payload), gone(status)} in step; `topics` is kept up to date
   * in place. An `apply` that returns false has no place for the patch: then it fetches. Returns what ends it.
   */
  subscribe(subscriber) {
    this.#subscriptions.add(subscriber)
    return () => this.unsubscribe(subscriber)
  }

  unsubscribe(subscriber) {
    this.#subscriptions.remove(subscriber)
  }

  /** Has a subscriber fetch now. Resolves when it shows that, or something newer; throws as `Subscription.refresh` does. */
  refresh(subscriber) {
    return this.#subscriptions.refresh(subscriber)
  }

  /** Fetches all that the page shows anew. Throws where one of them cannot be fetched. */
  refreshAll() {
    return this.#subscriptions.refreshAll()
  }

  /** Shows who is in a room: {show(snapshot), gone()}. Returns what leaves it. */
  enter(room, member) {
    this.#rooms.enter(room, member)
    this.#interests.changed()
    return () => {
      this.#rooms.leave(room, member)
      this.#interests.changed()
    }
  }

  /** Frames that came in the answer to a request. */
  receive(frames) {
    for (const frame of frames) this.#deliver({ ...frame, type: "frame" })
  }

  /** Cuts the socket as a broken network would. For tests. */
  cut() {
    this.#connection.cut()
  }

  #line() {
    return {
      hello: () => this.#hello(this.#interests.hello()),
      message: (message) => this.#deliver(message),
      sync: () => ask("/live/sync/", { method: "POST", json: this.#hello(this.#wanted()) }),
      leave: () => void ask("/live/leave/", { method: "POST", json: { tab, rooms: this.#rooms.names }, keepalive: true }).catch(() => {}),
      signedOut: () => this.#signedOut(),
      notice: notify,
    }
  }

  #hello(wanted) {
    const { epoch, build } = document.body.dataset
    return { type: "hello", epoch, build, tab, ...wanted }
  }

  #wanted() {
    return { topics: this.#subscriptions.topics, rooms: this.#rooms.names }
  }

  #deliver(message) {
    log("←", message)
    for (const each of this.faults.incoming?.(message) ?? [message]) this.#handlers[each.type]?.(each)
  }

  #welcome(message) {
    this.#connection.welcomed()
    settleNotice()
    this.#subscriptions.retry()
    this.#compare(message)
  }

  #compare({ stale = {}, gone = [], presence = [] }) {
    this.#gone(gone)
    this.#subscriptions.hear(stale)
    for (const snapshot of presence) this.#rooms.show(snapshot)
  }

  #gone(names) {
    if (!names.length) return
    this.#rooms.gone(names)
    this.#subscriptions.gone(names)
    this.#interests.changed()
  }

  async #signedOut() {
    const ended = await sessionEnded()
    if (!ended) return false
    this.#connection.end()
    showSignedOut()
    return true
  }
}

export const live = new Live()
if (debugging) globalThis.live = live
