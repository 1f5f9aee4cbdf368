import { clock } from "./clock.js"
import { log } from "./debug.js"
import { notify } from "./notices.js"

const KEY = "live.reloaded"
const REST = 30_000
const WORDS = {
  build: "A new version is here. Reload to use it.",
  epoch: "The data was restored from a copy. Reload to see it.",
}

/** Loads the page again, unless that would lose something or was just done; then it asks. */
export function reload(reason) {
  const hold = unsaved() ? "unsaved" : recently() ? "recently" : ""
  log("reload", reason, hold)
  if (!hold) return reloadNow()
  const words = WORDS[reason] ?? "This page is out of date. Reload to go on."
  notify(words, { lasting: true, action: { label: "Reload", run: reloadNow } })
}

function reloadNow() {
  remember()
  location.reload()
}

/** Something that a reload would lose: what says so itself, or a text that somebody is typing. */
export function unsaved(active = document.activeElement) {
  if (document.querySelector("[data-unsaved]")) return true
  if (active?.isContentEditable) return true
  return active?.matches("textarea, input") && typeof active.selectionStart === "number" && active.value !== active.defaultValue
}

function recently() {
  try {
    return clock.now() - Number(sessionStorage.getItem(KEY) ?? 0) < REST
  } catch {
    return true // Without a memory it could go round in circles.
  }
}

function remember() {
  try {
    sessionStorage.setItem(KEY, clock.now())
  } catch {
    return // The reader pressed the button; it cannot go round.
  }
}
