import { meaning } from "./closing.js"
import { log } from "./debug.js"
import { Polling } from "./polling.js"
import { Socket } from "./socket.js"

const URL_OF_SOCKET = `${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/ws/live/`

/**
 * The way to the server: the socket, or polling while there is none, and the state that this amounts to.
 * `line` = {hello(), message(message), async sync() → answer, leave(), async signedOut() → bool, notice(words)}.
 */
export class Connection {
  #line
  #state
  #clock
  #timing
  #socket
  #polling
  #ended = false

  constructor(line, state, around) {
    this.#line = line
    this.#state = state
    this.#clock = around.clock
    this.#timing = around.timing
    this.#socket = new Socket(URL_OF_SOCKET, this.#ears(), around)
    this.#polling = new Polling(line.sync, this.#pollingEars(), around)
  }

  start() {
    const wake = () => document.visibilityState === "visible" && this.wake()
    addEventListener("online", wake)
    addEventListener("offline", () => this.cut()) // A socket over a network that is gone would look alive for a while.
    addEventListener("pageshow", wake)
    addEventListener("pagehide", () => this.#state.value === "polling" && this.#line.leave()) // A socket says goodbye by itself.
    document.addEventListener("visibilitychange", wake)
    this.#polling.start()
    this.#socket.connect()
  }

  wake() {
    if (!this.#ended) this.#socket.wake()
  }

  send(message) {
    return this.#socket.send(message)
  }

  /** Gives the socket up as a broken network would. */
  cut() {
    this.#socket.cut()
  }

  /** The server has answered the hello: from now on nothing is missed. */
  welcomed() {
    this.#socket.settled()
    this.#polling.stop()
    this.#state.set("live")
  }

  #ears() {
    return {
      open: () => this.#socket.send(this.#line.hello()),
      message: (data) => this.#hear(data),
      closed: (code) => this.#closed(code),
    }
  }

  #pollingEars() {
    return {
      answered: (answer) => this.#polled(answer),
      failed: (error) => (error.status === 401 ? this.#ask() : this.#offline()),
    }
  }

  #hear(data) {
    const message = JSON.parse(data)
    if (message.type === "ping") return void this.#socket.send({ type: "pong" })
    this.#line.message(message)
  }

  #polled(answer) {
    if (answer.type === "reload") return this.#line.message(answer)
    this.#state.set("polling")
    // It says what a welcome says, but not that nothing will be missed from now on.
    this.#line.message({ ...answer, type: "watching" })
  }

  #closed(code) {
    if (this.#ended) return
    const { then, notice } = meaning(code)
    log("closed", code, then)
    if (notice) this.#line.notice(notice)
    if (then === "stop") return this.end()
    this.#polling.start()
    if (then === "ask") this.#clock.after(this.#timing.askAfter, () => this.#ask())
    else this.#comeBack()
  }

  /** The first retry follows so soon that it is still "connecting"; after that it is honest to say "offline". */
  #comeBack() {
    const first = this.#socket.attempts === 0
    this.#socket.reconnect()
    if (this.#state.value === "polling") return
    if (first) this.#state.set("connecting")
    else this.#offline()
  }

  #offline() {
    this.#state.set("offline", this.#socket.retryAt)
  }

  async #ask() {
    if (await this.#line.signedOut()) this.end()
    else if (!this.#ended) this.#comeBack()
  }

  /** Stops for good: only loading the page again leads back. */
  end() {
    this.#ended = true
    this.#polling.stop()
    this.#socket.stop()
    this.#state.set("offline")
  }
}
