import { request } from "../http.js"
import { live } from "../live/live.js"
import { ask } from "../live/request.js"
import { tab } from "../live/tab.js"
import { toast } from "../pieces/toast.js"
import { wireActions } from "./actions.js"
import { watch } from "./changes.js"
import { Composer } from "./composer.js"
import { wireCountdown } from "../pieces/countdown.js"
import { Head } from "./head.js"
import { keyOf } from "./key.js"
import { Older } from "./older.js"
import { Outbox } from "./outbox.js"
import { Pending } from "./pending.js"
import { Scroll } from "./scroll.js"
import { Sender } from "./sender.js"
import { Streams } from "./stream.js"
import { Waiting } from "./waiting.js"
import { wireKeyboard, wireVisibleHeight } from "./viewport.js"

/** One conversation: its messages, what is being written, and where one writes. It wires; the modules beside it think. */
class ChatThread extends HTMLElement {
  #ends = new AbortController()
  #stopping = false

  connectedCallback() {
    const { signal } = this.#ends
    this.url = this.dataset.url
    this.region = this.querySelector("live-region#thread")
    const scroller = this.querySelector("[data-scroll]")
    this.scroll = new Scroll(scroller, this.querySelector("[data-pill]"), signal)
    this.composer = new Composer(this.querySelector("[data-composer]"), { send: (text) => this.send(text), stop: () => this.stop() }, signal)
    this.waiting = new Waiting(this, () => this.sender)
    this.outbox = new Outbox(document.body.dataset.user)
    this.sender = new Sender(this.outbox, { post, tab, holds: (entry) => this.head?.isSaving || this.waiting.holds(entry) })
    this.pending = this.#newPending()
    this.older = new Older(this, this.querySelector("[data-older]"), scroller, signal)
    this.streams = new Streams(() => this, (id) => this.#fetchMessage(id), () => live.state === "live")
    const state = JSON.parse(document.getElementById("conversation-state").textContent)
    this.head = new Head(this, this.url, state, () => this.#changed(), signal)
    watch(this.region, (name) => this.template(name), this.#ears(), signal)
    wireActions(this, this, signal)
    wireCountdown(this, signal)
    wireVisibleHeight(this, signal)
    wireKeyboard(this.querySelector("[data-composer]"), signal)
    this.#listen()
    this.sender.run()
    this.#begin()
  }

  disconnectedCallback() {
    this.#ends.abort()
    this.streams.close()
    this.sender.leave()
  }

  get messages() {
    return this.querySelector("#messages")
  }

  get writing() {
    return [...(this.messages?.querySelectorAll(".message[data-checkpoint]") ?? [])]
  }

  template(name) {
    return this.querySelector(`[data-template="${name}"]`)
  }

  focusComposer() {
    this.composer.focus()
  }

  /** Shown at once, sent as soon as may be. */
  send(text) {
    const { conversation } = this.dataset
    const last = this.pending.lastKey ?? this.messages?.querySelector(".message:last-child")?.id ?? ""
    const after = live.state === "live" ? this.writing.at(-1)?.id : undefined
    this.sender.add({ key: keyOf(conversation, last, text), conversation, url: `${this.url}messages/new/`, text, after })
    this.scroll.toEnd()
  }

  async stop() {
    this.#stopping = true
    this.#changed()
    const stops = this.writing.map(({ id }) => post({ url: `${this.url}messages/${id.replace("message-", "")}/stop/` }))
    for (const { reason } of await Promise.allSettled(stops)) {
      if (reason) toast(reason.message, { kind: "error" })
      if (reason) this.#stopping = false
    }
    this.#changed()
  }

  confirmDelete() {
    const dialog = this.querySelector("dialog#message-delete")
    dialog.returnValue = ""
    dialog.showModal()
    return new Promise((resolve) => dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"), { once: true }))
  }

  #newPending() {
    const around = {
      conversation: this.dataset.conversation,
      isShown: (key) => this.messages?.querySelector(`[data-key="${CSS.escape(key)}"]`),
      state: (entry) => this.waiting.of(entry),
      choose: (choice, entry) => this.#choose(choice, entry),
    }
    return new Pending(this.querySelector("[data-pending]"), this.template("pending"), around, this.#ends.signal)
  }

  #choose(choice, entry) {
    if (choice === "retry") return this.sender.retry(entry.key)
    if (choice === "edit") this.composer.text = [entry.text, this.composer.text].filter(Boolean).join("\n\n")
    this.pending.discard(entry.key)
    this.sender.discard(entry.key)
    this.composer.focus()
  }

  #ears() {
    return {
      changed: () => this.#changed(),
      arrived: () => this.scroll.news(),
      finished: (article, words) => (this.querySelector("[data-announce]").textContent = words),
      lost: (text) => (this.composer.text = [this.composer.text, text].filter(Boolean).join("\n\n")),
    }
  }

  #changed() {
    const { writing } = this
    this.#stopping &&= writing.length > 0
    this.composer?.answering(writing.length > 0, this.#stopping)
    this.pending.show(this.outbox.entries)
    this.older?.show()
    this.classList.toggle("is-empty", !this.querySelector(".message"))
    this.classList.toggle("is-gone", "gone" in this.region.dataset)
    if (this.outbox.entries.length) this.sender.run()
  }

  async #fetchMessage(id) {
    const html = await ask(`${this.url}messages/${id}/`, { headers: { Accept: "text/html" } })
    const template = document.createElement("template")
    template.innerHTML = html
    return template.content.firstElementChild
  }

  /** Where nothing is said yet one can write at once; fingers would get a keyboard that they did not ask for. */
  #begin() {
    const isFree = document.activeElement === document.body && matchMedia("(pointer: fine)").matches
    if (isFree && this.classList.contains("is-empty")) this.composer.focus()
  }

  #listen() {
    const { signal } = this.#ends
    const on = (target, type, then) => target.addEventListener(type, then, { signal })
    on(live, "stream", ({ detail }) => this.scroll.keeping(() => this.streams.receive(detail)) && this.scroll.news())
    on(live, "state", () => (live.state === "live" ? this.sender.wake() : this.#changed()))
    on(window, "online", () => this.sender.wake())
    on(window, "offline", () => this.#changed())
    on(window, "storage", ({ key }) => this.outbox.isOurs(key) && this.#changed())
    on(window, "pagehide", () => this.sender.leave())
    on(this.sender, "change", () => this.pending.show(this.outbox.entries))
    on(this.sender, "sent", ({ entry }) => this.pending.sent(entry))
    on(this, "unsaved", ({ detail }) => toast(`The model is not changed. ${detail}`, { kind: "error" }))
    on(document, "keydown", (event) => event.key === "Escape" && !event.isComposing && !event.defaultPrevented && this.#escape(event))
  }

  #escape({ target }) {
    const elsewhere = target.closest?.("dialog, [popover]") ?? document.querySelector(":popover-open, dialog[open]")
    if (!elsewhere && this.writing.length) this.stop()
  }
}

function post({ url, text, key }, options) {
  return request(url, { method: "POST", json: { text, key }, ...options })
}

customElements.define("chat-thread", ChatThread)
