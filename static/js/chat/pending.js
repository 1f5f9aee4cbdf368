const SEEN_MS = 10_000 // a message that was sent and is not shown here by now is not going to be

/** Bubbles of one conversation's messages that are in the outbox, until the page shows the messages themselves. */
export class Pending {
  #place
  #template
  #around // {conversation, isShown(key), state(entry) as of waiting.js, choose(choice, entry)}
  #entries = new Map() // key → entry
  #sent = new Map() // key → when

  constructor(place, template, around, signal) {
    this.#place = place
    this.#template = template
    this.#around = around
    place.addEventListener("click", ({ target }) => this.#choose(target.closest("[data-choice]")), { signal })
  }

  /** Shows these, and keeps what was sent until its message is there. */
  show(entries) {
    const mine = entries.filter(({ conversation }) => conversation === this.#around.conversation)
    const waiting = new Set(mine.map(({ key }) => key))
    for (const entry of mine) this.#entries.set(entry.key, entry)
    for (const key of [...this.#entries.keys()]) if (this.#isOver(key, waiting)) this.#forget(key)
    for (const entry of this.#entries.values()) this.#draw(entry, !waiting.has(entry.key))
  }

  sent({ key }) {
    this.#sent.set(key, Date.now())
  }

  /** The key of the last of them: what is said next follows it. */
  get lastKey() {
    return [...this.#entries.keys()].at(-1)
  }

  discard(key) {
    this.#sent.set(key, 0)
  }

  #isOver(key, waiting) {
    if (this.#around.isShown(key)) return true
    if (waiting.has(key)) return false
    if (!this.#sent.has(key)) this.#sent.set(key, Date.now()) // another tab has sent it
    return Date.now() - this.#sent.get(key) > SEEN_MS
  }

  #forget(key) {
    this.#bubble(key)?.remove()
    this.#entries.delete(key)
    this.#sent.delete(key)
  }

  #draw(entry, isSent) {
    const bubble = this.#bubble(entry.key) ?? this.#newBubble(entry)
    bubble.toggleAttribute("data-failed", Boolean(entry.error))
    const { words, canRetry, canLeave } = isSent ? { words: "Sending…" } : this.#around.state(entry)
    setText(bubble.querySelector("[data-words]"), words)
    bubble.querySelector("[data-choices]").hidden = !canLeave
    bubble.querySelector('[data-choice="retry"]').hidden = !canRetry
  }

  #newBubble({ key, text }) {
    const bubble = this.#template.content.firstElementChild.cloneNode(true)
    bubble.dataset.pending = key
    bubble.querySelector(".message-text").textContent = text
    return this.#place.appendChild(bubble)
  }

  #bubble(key) {
    return this.#place.querySelector(`[data-pending="${CSS.escape(key)}"]`)
  }

  #choose(button) {
    const entry = this.#entries.get(button?.closest("[data-pending]").dataset.pending)
    if (entry) this.#around.choose(button.dataset.choice, entry)
  }
}

function setText(element, words) {
  if (element.textContent !== words) element.textContent = words
}
