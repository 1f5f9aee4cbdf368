import { Alarm } from "./alarm.js"
import { backoff } from "./backoff.js"
import { log } from "./debug.js"

/** One WebSocket that comes back. `on` = {open(), message(data), closed(code)}. */
export class Socket {
  attempts = 0 // since the last welcome
  retryAt = 0 // ms since 1970
  #url
  #on
  #clock
  #timing
  #socket = null
  #retry
  #silence
  #heardAt = 0

  constructor(url, on, { clock, timing }) {
    this.#url = url
    this.#on = on
    this.#clock = clock
    this.#timing = timing
    this.#retry = new Alarm(clock)
    this.#silence = new Alarm(clock)
  }

  /** Connects now, unless it is connected or about to be. */
  connect() {
    this.#retry.cancel()
    if (this.#socket) return
    this.#heardAt = this.#clock.now()
    const socket = (this.#socket = new WebSocket(this.#url))
    socket.onopen = () => this.#on.open()
    socket.onmessage = ({ data }) => this.#hear(data)
    socket.onclose = ({ code }) => this.#closed(code)
    this.#watch()
  }

  /** Connects later, each time after a longer random wait. */
  reconnect() {
    const wait = backoff(this.attempts++, this.#clock.random, this.#timing)
    log("reconnecting in", Math.round(wait), "ms")
    this.#retry.cancel()
    this.#retry.set(wait, () => this.connect())
    this.retryAt = this.#clock.now() + wait
  }

  /** The network or the reader is back: no more waiting, and no trust in a socket that was silent. */
  wake() {
    if (this.#retry.isSet) this.connect()
    else this.#cutIfSilent()
  }

  /** The server has answered the hello. */
  settled() {
    this.attempts = 0
  }

  send(message) {
    if (this.#socket?.readyState !== WebSocket.OPEN) return false
    log("→", message)
    this.#socket.send(JSON.stringify(message))
    return true
  }

  stop() {
    this.#retry.cancel()
    this.#letGo()?.close()
  }

  /** Drops the socket as if the network had; `closed` is told at once, for a dead peer never answers a close. */
  cut() {
    const socket = this.#letGo()
    if (!socket) return
    socket.close()
    this.#on.closed(1006)
  }

  #letGo() {
    const socket = this.#socket
    this.#silence.cancel()
    this.#socket = null
    if (socket) socket.onopen = socket.onmessage = socket.onclose = null
    return socket
  }

  #hear(data) {
    this.#heardAt = this.#clock.now()
    this.#on.message(data)
  }

  #watch() {
    const trusted = this.#heardAt + this.#timing.silence - this.#clock.now()
    this.#silence.set(trusted, () => {
      this.#cutIfSilent()
      if (this.#socket) this.#watch()
    })
  }

  #cutIfSilent() {
    if (this.#socket && this.#clock.now() - this.#heardAt >= this.#timing.silence) this.cut()
  }

  #closed(code) {
    this.#letGo()
    this.#on.closed(code)
  }
}
