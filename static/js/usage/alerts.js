/** Whatever page is open says when a budget reaches 50, 80 or 100 %. What was said before this page was opened is not said again. */
import { request } from "../http.js"
import { live } from "../live/live.js"
import { toast } from "../pieces/toast.js"
import { kept } from "../settings/keeping.js"

const KINDS = { 50: "info", 80: "warning" } // what is used up stays until it is dismissed
const { user } = document.body.dataset
const told = Object.fromEntries(["day", "month"].map((window) => [window, kept().getItem(placeOf(window))]))

function say({ id, window, step, words }) {
  if (told[window] === id) return
  told[window] = id
  toast(words, { kind: KINDS[step] ?? "error" })
  kept().setItem(placeOf(window), id)
}

function placeOf(window) {
  return `budget-told.${user}.${window}`
}

function follow() {
  live.subscribe({
    topics: { [`user.${user}.budget`]: Number(document.documentElement.dataset.budget ?? 0) },
    fetch: (signal) => request("/usage/budget/state/", { signal }),
    apply: ({ key, value }) => void (key.startsWith("alert.") && say(value)),
    replace: ({ alerts }) => alerts.forEach(say),
  })
}

if (user) follow()
