const MOST_KEPT = 64

/**
 * The versions that one subscriber shows, and what follows from them for a frame. No timers, no effects.
 * `shown` is the subscriber's own object {topic: version} and is kept up to date in place.
 */
export class Sequence {
  #kept = new Map() // topic → Map(from → frame)
  #known = {} // topic → the highest version that we have heard of

  constructor(shown) {
    this.shown = shown
  }

  shows(topic) {
    return Object.hasOwn(this.shown, topic)
  }

  /** What a frame asks for: "drop", "apply", "keep" (it comes too early) or "fetch". */
  judge(frame, takesPatches = true) {
    if (!this.shows(frame.topic)) return "drop"
    const version = this.shown[frame.topic]
    if (frame.to <= version) return "drop"
    if (!frame.patches || !takesPatches || frame.from < version) return "fetch"
    return frame.from === version ? "apply" : "keep"
  }

  /** Remembers that these versions exist: {topic: version}. */
  hear(versions) {
    for (const [topic, version] of Object.entries(versions)) {
      if (this.shows(topic)) this.#known[topic] = Math.max(version, this.#known[topic] ?? 0)
    }
  }

  /** Whether something newer exists than what is shown. */
  get behind() {
    return Object.entries(this.shown).some(([topic, version]) => this.#known[topic] > version)
  }

  keep(frame) {
    const kept = this.#kept.get(frame.topic) ?? new Map()
    this.#kept.set(frame.topic, kept)
    // Beyond the bound only the version stays known, so the subscriber fetches.
    if (kept.size < MOST_KEPT || kept.has(frame.from)) kept.set(frame.from, frame)
  }

  /** Takes out a kept frame whose turn has come; forgets those whose time has passed. */
  next(takesPatches = true) {
    for (const kept of this.#kept.values()) {
      for (const [from, frame] of kept) {
        const decision = this.judge(frame, takesPatches)
        if (decision !== "keep") kept.delete(from)
        if (decision === "apply") return frame
      }
    }
  }

  advance(frame) {
    this.shown[frame.topic] = frame.to
  }

  /** Whether a fetched state may be shown: nothing in it is older than what is shown. */
  accepts(versions) {
    return Object.entries(versions).every(([topic, version]) => !(version < this.shown[topic]))
  }

  /** Whether a fetched state is newer than what is shown. */
  rises(versions) {
    return Object.entries(versions).some(([topic, version]) => version > (this.shown[topic] ?? -1))
  }

  /** A fetched state is shown from now on; it may show other topics than before. */
  replace(versions) {
    for (const topic of Object.keys(this.shown)) {
      if (Object.hasOwn(versions, topic)) continue
      delete this.shown[topic]
      delete this.#known[topic]
      this.#kept.delete(topic)
    }
    Object.assign(this.shown, versions)
  }
}
