/** The state of the connection, in one word, also on the body for styles and tests. */
export class State extends EventTarget {
  value = "connecting"
  retryAt = 0 // when the socket is tried again, in ms since 1970; 0: now or not at all

  set(value, retryAt = 0) {
    const changed = value !== this.value || retryAt !== this.retryAt
    this.value = value
    this.retryAt = retryAt
    document.body.dataset.live = value
    if (changed) this.dispatchEvent(new Event("state"))
  }
}
