const SECONDS = 6
const SECONDS_TO_ACT = 12
const FADE_MS = 160
const waits = new WeakMap()

/**
 * Say something for a moment. kind: "info", "success", "warning"; an "error" stays until it is dismissed.
 * `action` = {label, run()} adds a button, and some seconds to press it.
 */
export function toast(words, { kind = "info", action } = {}) {
  const element = drawn(kind)
  element.querySelector(".toast-words").textContent = words
  if (action) element.querySelector("[data-dismiss]").before(buttonOf(action, element))
  document.getElementById("toasts").append(element)
  leaveLater(element)
  return element
}

export function wireToasts(root) {
  root.addEventListener("click", ({ target }) => target.closest("[data-dismiss]") && dismiss(target.closest("[data-toast]")))
  for (const name of ["pointerover", "focusin"]) root.addEventListener(name, ({ target }) => stay(target.closest?.("[data-toast]")))
  for (const name of ["pointerout", "focusout"]) root.addEventListener(name, ({ target }) => leaveLater(target.closest?.("[data-toast]")))
  for (const element of root.querySelectorAll("#toasts [data-toast]")) leaveLater(element)
}

export function dismiss(element) {
  if (!element) return
  stay(element)
  element.classList.add("is-leaving")
  setTimeout(() => element.remove(), FADE_MS)
}

function drawn(kind) {
  const kinds = document.getElementById("toast-kinds").content
  return (kinds.querySelector(`[data-toast="${CSS.escape(kind)}"]`) ?? kinds.firstElementChild).cloneNode(true)
}

function buttonOf({ label, run }, element) {
  const button = document.createElement("button")
  Object.assign(button, { type: "button", className: "button", textContent: label })
  button.addEventListener("click", () => (dismiss(element), run()))
  element.dataset.seconds = SECONDS_TO_ACT
  return button
}

function stay(element) {
  if (element) clearTimeout(waits.get(element))
}

function leaveLater(element) {
  stay(element)
  if (!element || element.dataset.toast === "error") return
  waits.set(element, setTimeout(() => dismiss(element), (element.dataset.seconds ?? SECONDS) * 1000))
}
