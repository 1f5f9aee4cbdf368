const ASK = "This browser has not been asked yet."
const REFUSED = "This browser refuses notifications of this site. Allow them in what it shows beside the address, then load this page again."
const NONE = "This browser has no notifications here. They need an address that begins with https."

/**
 * Desktop notifications need the leave of each browser. It is asked for when the switch is turned on; where the switch is on and
 * the leave is missing, that is said beside it.
 */
export function wirePermission(input) {
  const words = document.createElement("p")
  words.className = "field-hint"
  words.setAttribute("role", "status")
  input.closest(".field").append(words)
  const show = () => words.replaceChildren(...(input.checked ? missing(ask) : []))
  const ask = () => Notification.requestPermission().then(show)
  input.addEventListener("change", () => (input.checked && state() === "default" ? ask() : show()))
  show()
}

function state() {
  return globalThis.isSecureContext && globalThis.Notification ? Notification.permission : "none"
}

function missing(ask) {
  if (state() === "default") return [`${ASK} `, button("Allow notifications", ask)]
  return state() === "granted" ? [] : [state() === "none" ? NONE : REFUSED]
}

function button(label, click) {
  const element = document.createElement("button")
  element.type = "button"
  element.className = "button"
  element.textContent = label
  element.addEventListener("click", click)
  return element
}

const input = document.querySelector('[data-settings] [name="notify_desktop"]')
if (input) wirePermission(input)
