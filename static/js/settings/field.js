import { drawDifference } from "../pieces/difference.js"
import { ago } from "../pieces/times.js"
import { Control } from "./control.js"

/** One preference on the page: its control, what is wrong with it, and the two answers to a conflict. */
export class Field {
  constructor(element) {
    this.element = element
    this.key = element.dataset.field
    this.control = new Control(this.key, [...element.querySelectorAll(`[name="${CSS.escape(this.key)}"]`)])
    this.unsaved = element.querySelector("[data-unsaved]")
    this.error = element.querySelector("[data-error]")
    this.conflict = element.querySelector("[data-conflict]")
  }

  show(store) {
    const { key } = this
    if (!(key in store.held)) this.control.show(store.value(key))
    this.unsaved.hidden = !(store.draft[key] || store.inFlight?.changes[key])
    this.showError(store.invalid[key]?.message)
    this.showConflict(store.conflicts[key] && store.confirmed[key])
  }

  showError(message) {
    this.error.querySelector("span").textContent = message ?? ""
    this.error.hidden = !message
    for (const input of this.control.inputs) {
      if (message) input.setAttribute("aria-invalid", "true")
      else input.removeAttribute("aria-invalid")
    }
  }

  showConflict(theirs) {
    const hadFocus = this.conflict.contains(document.activeElement)
    this.conflict.hidden = !theirs
    if (!theirs) return hadFocus && this.control.input.focus()
    this.compare(this.control.value, theirs)
  }

  compare(mine, theirs) {
    const long = isLong(mine) || isLong(theirs.value)
    this.conflict.querySelector("[data-conflict-words]").textContent = wordsFor(theirs) + (long ? "." : ":")
    this.conflict.querySelector("[data-conflict-value]").textContent = long ? "" : this.control.words(theirs.value)
    const difference = this.conflict.querySelector("[data-conflict-difference]")
    difference.hidden = !long
    if (long) difference.querySelector("p:last-child").replaceWith(drawDifference(mine, theirs.value))
  }
}

/** Short values are shown as they are, long texts by what choosing theirs would change. */
const isLong = (value) => typeof value === "string" && (value.length > 80 || value.includes("\n"))

/** "Changed on Firefox on Mac, 2 min ago" */
function wordsFor({ device, at }) {
  const where = device ? ` on ${device}` : ""
  return `Changed${where}${at ? `, ${ago(at)}` : ""}`
}
