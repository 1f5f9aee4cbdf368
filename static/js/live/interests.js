const MOST_AT_ONCE = 150 // the server takes at most 200 names in a message

/** Tells the server which topics and rooms the page shows; once per microtask, however many come and go. */
export class Interests {
  #wanted // () → {topics: {topic: version}, rooms: [room]}
  #send // (message) → whether it went out
  #told = { topics: new Set(), rooms: new Set() }
  #again = new Set() // topics that somebody began to show, perhaps an older version of them
  #planned = false

  constructor(wanted, send) {
    this.#wanted = wanted
    this.#send = send
  }

  /** What a hello says. The rest, beyond the bound of one message, is watched after it. */
  hello() {
    const { topics, rooms } = this.#wanted()
    const first = Object.entries(topics).slice(0, MOST_AT_ONCE)
    this.#told = { topics: new Set(first.map(([topic]) => topic)), rooms: new Set(rooms) }
    this.#again.clear()
    if (first.length < Object.keys(topics).length) this.changed()
    return { topics: Object.fromEntries(first), rooms }
  }

  changed(topics = []) {
    for (const topic of topics) this.#again.add(topic)
    if (this.#planned) return
    this.#planned = true
    queueMicrotask(() => {
      this.#planned = false
      this.#tell()
    })
  }

  #tell() {
    const { topics, rooms } = this.#wanted()
    this.#unwatch(new Set(Object.keys(topics)), new Set(rooms))
    const fresh = Object.entries(topics).filter(([topic]) => this.#again.has(topic) || !this.#told.topics.has(topic))
    const entered = rooms.filter((room) => !this.#told.rooms.has(room))
    this.#again.clear()
    for (let at = 0; at < fresh.length || (at === 0 && entered.length); at += MOST_AT_ONCE) {
      this.#watch(fresh.slice(at, at + MOST_AT_ONCE), at === 0 ? entered : [])
    }
  }

  #watch(entries, rooms) {
    const told = this.#send({ type: "watch", topics: Object.fromEntries(entries), rooms })
    if (!told) return // The next hello says it all.
    for (const [topic] of entries) this.#told.topics.add(topic)
    for (const room of rooms) this.#told.rooms.add(room)
  }

  #unwatch(topics, rooms) {
    const left = [...this.#told.topics].filter((topic) => !topics.has(topic))
    const exited = [...this.#told.rooms].filter((room) => !rooms.has(room))
    if (!left.length && !exited.length) return
    this.#send({ type: "unwatch", topics: left, rooms: exited })
    for (const topic of left) this.#told.topics.delete(topic)
    for (const room of exited) this.#told.rooms.delete(room)
  }
}
