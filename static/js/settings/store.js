import { isEmpty, same } from "./same.js"

/**
 * What one page knows of its person's preferences. Pure: no DOM, no network, no clock.
 * tests/settings_sync/client_model.py is the same store in Python, where a state machine proves it; keep them alike.
 */
export class Store {
  loaded = false
  confirmed = {} // key → {value, version, device, at}, the newest that is known
  draft = {} // key → {value, base}; base null: whatever the save in flight will be acknowledged with
  inFlight = null // {id, changes: {key: {value, base_version}}}, never altered once made
  conflicts = {} // key → {value}, mine; theirs is what is confirmed
  invalid = {} // key → {value, base, message}
  held = {} // key → version on the screen when the pointer went down

  get idle() {
    return !this.inFlight && isEmpty(this.draft)
  }

  /** What the control of this key shows. */
  value(key) {
    const mine = this.draft[key] ?? this.conflicts[key] ?? this.invalid[key] ?? this.inFlight?.changes[key]
    return (mine ?? this.confirmed[key])?.value
  }

  load(states) {
    this.loaded = true
    for (const [key, state] of Object.entries(states)) this.push(key, state)
  }

  /** News from the server. Never touches what the person is editing. */
  push(key, state) {
    if (state.version <= (this.confirmed[key]?.version ?? -1)) return
    this.confirmed[key] = state
    const conflict = this.conflicts[key]
    if (conflict) this.conflict(key, conflict.value)
  }

  hold(key) {
    this.held[key] ??= this.confirmed[key].version
  }

  release(key) {
    delete this.held[key]
  }

  edit(key, value) {
    if (this.conflicts[key]) return this.conflict(key, value)
    this.draft[key] = { value, base: this.baseOf(key) }
    delete this.invalid[key]
    this.forgetUndone(key)
  }

  /** The version seen when the edit began, not the one of now: nobody overwrites what he has not seen. */
  baseOf(key) {
    const earlier = this.draft[key] ?? this.invalid[key]
    if (earlier) return earlier.base
    if (this.inFlight?.changes[key]) return null
    return this.held[key] ?? this.confirmed[key].version
  }

  forgetUndone(key) {
    const draft = this.draft[key]
    if (draft && draft.base !== null && same(draft.value, this.confirmed[key].value)) delete this.draft[key]
  }

  /** The mutation to send: the one in flight, else all drafts, frozen under this id; null when there is nothing. */
  take(id) {
    if (!this.loaded || this.idle) return null
    this.inFlight ??= { id, changes: this.freeze() }
    return this.inFlight
  }

  freeze() {
    const changes = {}
    for (const [key, { value, base }] of Object.entries(this.draft)) changes[key] = { value, base_version: base }
    this.draft = {}
    return changes
  }

  /** Results of the mutation in flight; an answer to any other comes late and says nothing new. */
  answer(id, results) {
    if (this.inFlight?.id !== id) return
    const { changes } = this.inFlight
    this.inFlight = null
    for (const [key, change] of Object.entries(changes)) this.settle(key, change, results[key])
  }

  settle(key, change, result) {
    const mine = this.draft[key] ?? change
    if (result.version !== undefined) this.push(key, stateIn(result))
    if (result.status === "conflict") {
      delete this.draft[key]
      this.conflict(key, mine.value)
    } else if (result.status === "invalid") {
      this.refuse(key, change, result.message)
    } else {
      this.rebase(key, result.version)
    }
  }

  /** What is on the screen, or typed since, stands on the version that the save has become. */
  rebase(key, version) {
    if (key in this.held) this.held[key] = version
    if (!this.draft[key]) return
    this.draft[key] = { value: this.draft[key].value, base: version }
    this.forgetUndone(key)
  }

  /** The whole mutation was refused: its values stay on the screen, out of the queue. */
  reject(id, message) {
    this.answer(id, new Proxy({}, { get: () => ({ status: "invalid", message }) }))
  }

  refuse(key, { value, base_version: base }, message) {
    if (this.draft[key]) this.draft[key] = { value: this.draft[key].value, base }
    else this.invalid[key] = { value, base, message }
  }

  conflict(key, value) {
    if (same(value, this.confirmed[key].value)) delete this.conflicts[key]
    else this.conflicts[key] = { value }
  }

  keepMine(key) {
    this.draft[key] = { value: this.conflicts[key].value, base: this.confirmed[key].version }
    delete this.conflicts[key]
  }

  useTheirs(key) {
    delete this.conflicts[key]
    this.release(key)
  }

  /** Another page has taken over what was pending here. */
  forgetPending() {
    Object.assign(this, { draft: {}, inFlight: null, conflicts: {}, invalid: {} })
  }
}

const stateIn = ({ value, version, device, at }) => ({ value, version, device, at })
