import { notify } from "./notices.js"
import { ask } from "./request.js"

/** Whether the session of the person who opened this page is over. Unsure (no network) means no. */
export async function sessionEnded() {
  try {
    const { user } = await ask("/live/whoami/")
    return String(user) !== document.body.dataset.user
  } catch (error) {
    return error.status === 401
  }
}

export function showSignedOut() {
  const dialog = document.querySelector("dialog#signed-out")
  if (!dialog) notify("You were signed out. Sign in again to go on.", { lasting: true })
  else if (!dialog.open) dialog.showModal()
}
