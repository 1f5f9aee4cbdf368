import { Subscription } from "./subscription.js"

/** Everything on the page that shows topics. */
export class Subscriptions {
  #all = new Set()
  #around

  constructor(around) {
    this.#around = { ...around, ended: (subscription) => this.remove(subscription) }
  }

  get size() {
    return this.#all.size
  }

  /** The versions shown; of two regions with the same topic, the older. */
  get topics() {
    const topics = {}
    for (const { topics: shown } of this.#all) {
      for (const [topic, version] of Object.entries(shown)) topics[topic] = Math.min(version, topics[topic] ?? version)
    }
    return topics
  }

  add(subscriber) {
    const subscription = new Subscription(subscriber, this.#around)
    this.#all.add(subscription)
    this.#around.changed(Object.keys(subscription.topics))
    return subscription
  }

  remove(subscription) {
    subscription.close()
    if (this.#all.delete(subscription)) this.#around.changed()
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

  refresh() {
    return Promise.all([...this.#all].map((subscription) => subscription.refresh()))
  }

  gone(topics) {
    const lost = (subscription) => topics.some((topic) => Object.hasOwn(subscription.topics, topic))
    this.#each((subscription) => lost(subscription) && subscription.gone(403))
  }

  #each(then) {
    for (const subscription of [...this.#all]) then(subscription)
  }
}
