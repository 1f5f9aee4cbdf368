const NEAR = 48 // px from the end that still count as the end
const AHEAD = "800px" // older messages are fetched before one comes to them

/**
 * The scroller of a thread. It is reversed: 0 is the end, what is above is negative, so it opens at the end, stays there while it
 * grows, and nothing moves when older messages come in.
 */
export class Scroll {
  #scroller
  #pill

  constructor(scroller, pill, signal) {
    this.#scroller = scroller
    this.#pill = pill
    scroller.addEventListener("scroll", () => this.atEnd && this.#hide(), { signal, passive: true })
    pill.addEventListener("click", () => this.toEnd(), { signal })
  }

  get atEnd() {
    return this.#scroller.scrollTop > -NEAR
  }

  toEnd() {
    this.#scroller.scrollTop = 0
    this.#hide()
  }

  /** Something new is at the end: seen at once, or announced. */
  news() {
    if (!this.atEnd) this.#pill.hidden = false
  }

  /** Does `change`, and keeps what is read where it is, where the browser does not do that by itself. */
  keeping(change) {
    if (this.atEnd || CSS.supports("overflow-anchor", "auto")) return change()
    const before = this.#scroller.scrollHeight
    const result = change()
    this.#scroller.scrollTop -= this.#scroller.scrollHeight - before
    return result
  }

  #hide() {
    if (this.#pill.contains(document.activeElement)) this.#scroller.focus({ preventScroll: true })
    this.#pill.hidden = true
  }
}

/** Calls `load` when `mark` is nearly in sight of the scroller. */
export function whenNear(scroller, mark, load, signal) {
  const observer = new IntersectionObserver(([entry]) => entry.isIntersecting && load(), { root: scroller, rootMargin: `${AHEAD} 0px 0px` })
  observer.observe(mark)
  signal.addEventListener("abort", () => observer.disconnect())
}
