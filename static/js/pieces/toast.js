const SECONDS = 6
const FADE_MS = 160
const waits = new WeakMap()

/** Say something for a moment. kind: "info", "success", "warning"; an "error" stays until it is dismissed. */
export function toast(words, { kind = "info" } = {}) {
  const element = drawn(kind)
  element.querySelector(".toast-words").textContent = words
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

function stay(element) {
  if (element) clearTimeout(waits.get(element))
}

function leaveLater(element) {
  stay(element)
  if (element && element.dataset.toast !== "error") waits.set(element, setTimeout(() => dismiss(element), SECONDS * 1000))
}
