/** Whatever page is open says when a budget reaches 50, 80 or 100 %. */
import { request } from "../http.js"
import { live } from "../live/live.js"
import { toast } from "../pieces/toast.js"

const KINDS = { 50: "info", 80: "warning" } // what is used up stays until it is dismissed
const told = {} // the step by window that this page said last

function say({ window: name, step, words }) {
  if (told[name] === words) return
  told[name] = words
  toast(words, { kind: KINDS[step] ?? "error" })
}

function follow(user) {
  live.subscribe({
    topics: { [`user.${user}.budget`]: Number(document.documentElement.dataset.budget ?? 0) },
    fetch: (signal) => request("/usage/budget/state/", { signal }),
    apply: ({ key, value }) => void (key.startsWith("alert.") && say(value)),
    replace: ({ alerts }) => alerts.forEach(say),
  })
}

if (document.body.dataset.user) follow(document.body.dataset.user)
