/** Whether unsent changes may be kept on this device, and what is kept of a person. The choice is the device's, not a preference. */
import { isEmpty } from "./same.js"

const DECLINED = "settings-no-copy"
const NOTHING = { getItem: () => null, setItem() {}, removeItem() {} }

/** localStorage, or a stand-in where the browser forbids it or somebody declined: then nothing outlives the page. */
export function kept() {
  return keepsNoCopy() ? NOTHING : reachable()
}

export function keepsNoCopy() {
  return reachable().getItem(DECLINED) === "1"
}

/** Decline or allow; what was kept of this person goes at once. */
export function keepNoCopy(declined, user) {
  if (declined) reachable().setItem(DECLINED, "1")
  else reachable().removeItem(DECLINED)
  if (declined) forget(user)
}

/** Take away everything that is kept of this person. (Clear-Site-Data would take what others left on this device as well.) */
export function forget(user) {
  for (const key of keysOf(user)) reachable().removeItem(key)
}

/** What is kept of this person and not on the server yet: records as in adoption.js. */
export function pendingOf(user) {
  return keysOf(user).flatMap((key) => parsed(reachable().getItem(key))?.pending ?? [])
}

/** Whether there is something in it that no choice has to be made about first. */
export const isSendable = ({ draft, inFlight }) => Boolean(inFlight) || !isEmpty(draft)

export const prefixOf = (user) => `settings.${user}.`

const keysOf = (user) => Object.keys(reachable()).filter((key) => key.startsWith(prefixOf(user)))

function parsed(text) {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

function reachable() {
  try {
    return window.localStorage
  } catch {
    return NOTHING
  }
}
