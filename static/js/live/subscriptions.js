import { Subscription } from "./subscription.js"

/** Everything on the page that shows topics. */
export class Subscriptions {
  #all = new Map() // subscriber → subscription
  #around

  constructor(around) {
    this.#around = { ...around, ended: (subscriber) => this.remove(subscriber) }
  }

  get size() {
    return this.#all.size
  }

  /** The versions shown; of two regions with the same topic, the older. */
  get topics() {
    const topics = {}
    for (const { topics: shown } of this.#all.values()) {
      for (const [topic, version] of Object.entries(shown)) topics[topic] = Math.min(version, topics[topic] ?? version)
    }
    return topics
  }

  add(subscriber) {
    const subscription = new Subscription(subscriber, this.#around)
    this.#all.set(subscriber, subscription)
    this.#around.changed(Object.keys(subscription.topics))
  }

  remove(subscriber) {
    this.#all.get(subscriber)?.close()
    if (this.#all.delete(subscriber)) this.#around.changed()
  }

  refresh(subscriber) {
    return this.#all.get(subscriber).refresh()
  }

  receive(frame) {
    this.#each((subscription) => subscription.receive(frame))
  }

  hear(versions) {
    this.#each((subscription) => subscription.hear(versions))
  }

  retry() {
    this.#each((subscription) => subscription.retry())
  }

  refreshAll() {
    return Promise.all([...this.#all.values()].map((subscription) => subscription.refresh()))
  }

  gone(topics) {
    const lost = (subscription) => topics.some((topic) => Object.hasOwn(subscription.topics, topic))
    this.#each((subscription) => lost(subscription) && subscription.gone(403))
  }

  #each(then) {
    for (const subscription of [...this.#all.values()]) then(subscription)
  }
}
