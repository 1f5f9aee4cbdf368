/** Settings that a page left unsent go from whatever page is open next. What sends them is loaded only where there are some. */
import { forget, isSendable, pendingOf } from "./keeping.js"

const SIGN_OUT = "/accounts/logout/"
const { user } = document.body.dataset

async function send() {
  if (!pendingOf(user).some(isSendable)) return
  const { deliver } = await import("./courier.js")
  await deliver(user)
}

/** Nobody signs out over something unsent without knowing of it: the settings page asks. */
function signOut(event) {
  if (event.target.getAttribute("action") !== SIGN_OUT) return
  if (!pendingOf(user).length) return forget(user)
  event.preventDefault()
  location.assign("/settings/#leaving")
}

// The settings page looks after itself.
if (user && !document.querySelector("settings-form")) {
  send()
  window.addEventListener("online", send)
  document.addEventListener("submit", signOut, { capture: true })
}
