import { live } from "./live.js"
import { PeopleList } from "./people.js"
import { faces } from "./stack.js"

/** <live-presence data-room data-src>: who is in a room; up to three faces, and everybody on demand. */
export class LivePresence extends HTMLElement {
  #list = null
  #faces = []
  #leaving = null

  connectedCallback() {
    const { room, src } = this.dataset
    this.#list = new PeopleList(src, `people-in-${room}`)
    this.#list.count(0, 0)
    this.classList.add("stack")
    this.replaceChildren(this.#list.button, this.#list.popover)
    this.#listen()
    const leave = live.enter(room, {
      show: (snapshot) => this.#show(snapshot),
      gone: () => this.replaceChildren(),
    })
    this.#leaving.signal.addEventListener("abort", leave)
  }

  disconnectedCallback() {
    this.#leaving.abort()
    this.#list.close()
  }

  #show({ people, count }) {
    for (const face of this.#faces) face.remove()
    this.#faces = faces(people)
    this.prepend(...this.#faces)
    this.#list.count(count, count - people.length)
  }

  #listen() {
    this.#leaving = new AbortController()
    const { signal } = this.#leaving
    const list = this.#list
    this.addEventListener("pointerenter", ({ pointerType }) => pointerType === "mouse" && list.open(), { signal })
    this.addEventListener("pointerleave", ({ pointerType }) => pointerType === "mouse" && list.closeSoon(), { signal })
    list.button.addEventListener("focus", () => list.button.matches(":focus-visible") && list.open(), { signal })
    this.addEventListener("focusout", ({ relatedTarget }) => this.contains(relatedTarget) || list.closeSoon(), { signal })
  }
}

customElements.define("live-presence", LivePresence)
