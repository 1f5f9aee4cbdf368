import { toast } from "../pieces/toast.js"

const SEEN = /[^\s\p{Cc}\p{Cf}]/u

/** Where one writes: Enter sends, Shift+Enter or a touch keyboard's Enter makes a line. `on` = {send(text), stop()}. */
export class Composer {
  #form
  #field
  #send
  #stop
  #on
  #answering = false

  constructor(form, on, signal) {
    this.#form = form
    this.#on = on
    this.#field = form.querySelector("textarea")
    this.#send = form.querySelector("[data-send]")
    this.#stop = form.querySelector("[data-stop]")
    form.noValidate = true
    const listen = (target, type, then) => target.addEventListener(type, then, { signal })
    listen(form, "submit", (event) => this.#submit(event))
    listen(form, "input", () => this.#show())
    listen(form, "draft", () => this.#show())
    listen(this.#field, "keydown", (event) => this.#key(event))
    listen(this.#stop, "click", () => on.stop())
    listen(form, "mousedown", (event) => this.#hasFocus && event.target.closest("button") && event.preventDefault()) // the keyboard stays
    this.#show()
  }

  get #hasFocus() {
    return document.activeElement === this.#field
  }

  get text() {
    return this.#field.value
  }

  /** Another text, by a script: drafts hear of it. */
  set text(text) {
    this.#field.value = text
    this.#form.dispatchEvent(new Event("draft", { bubbles: true }))
  }

  focus() {
    this.#field.focus({ preventScroll: true })
  }

  /** Whether a reply is being written, and whether it was asked to stop. */
  answering(answering, stopping = false) {
    this.#answering = answering
    this.#stop.setAttribute("aria-busy", String(stopping))
    this.#show()
  }

  #submit(event) {
    event.preventDefault()
    const text = this.text
    if (!SEEN.test(text)) return this.focus()
    if (text.length > this.#longest) return this.#refuse(text)
    this.text = ""
    this.#on.send(text)
  }

  get #longest() {
    return Number(this.#field.dataset.longest)
  }

  /** It stays where it stands, whole. */
  #refuse({ length }) {
    const [has, may] = [length, this.#longest].map((count) => count.toLocaleString("en"))
    toast(`This is too long: ${has} characters. At most ${may} go into one message.`, { kind: "error" })
  }

  #key(event) {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.altKey) return
    if (matchMedia("(pointer: coarse)").matches && !event.ctrlKey && !event.metaKey) return
    event.preventDefault()
    this.#form.requestSubmit()
  }

  /** Stop stands in the place of Send, until there is something to send. */
  #show() {
    const isEmpty = !SEEN.test(this.text)
    const hadFocus = this.#send.contains(document.activeElement) || this.#stop.contains(document.activeElement)
    this.#send.disabled = isEmpty
    this.#stop.hidden = !this.#answering
    this.#send.hidden = this.#answering && isEmpty
    if (hadFocus && !this.#form.contains(document.activeElement)) this.focus()
  }
}
