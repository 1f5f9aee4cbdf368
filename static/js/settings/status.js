import { ago } from "../pieces/times.js"
import { keepsNoCopy } from "./keeping.js"
import { isEmpty } from "./same.js"

/** Show how saving stands in a `pieces/_sync.html`. */
export function showStatus(root, store, sync, connection) {
  const { state, words } = statusOf(store, sync, connection)
  root.dataset.sync = state
  const element = root.querySelector("[data-sync-words]")
  if (element.textContent !== words) element.textContent = words
  if (sync.syncedAt) showLast(root.querySelector("[data-sync-last]"), sync.syncedAt)
}

function showLast(element, at) {
  const time = element.querySelector("time") ?? document.createElement("time")
  if (time.dateTime === at.toISOString()) return
  Object.assign(time, { dateTime: at.toISOString(), title: at.toLocaleString(), textContent: ago(at) })
  time.dataset.relative = ""
  if (!time.isConnected) element.replaceChildren("Last synced ", time)
}

/** The state of saving as {state, words}: "syncing", "failed", "unsaved" or "synced". */
export function statusOf(store, sync, connection) {
  if (sync.sending) return { state: "syncing", words: "Syncing…" }
  const problem = problemOf(store, sync, connection)
  if (problem) return { state: "failed", words: `Not synced: ${problem}` }
  if (!store.idle) return { state: "unsaved", words: "Unsaved changes" }
  if (connection === "connecting") return { state: "syncing", words: "Syncing…" }
  return { state: "synced", words: "Synced" }
}

function problemOf(store, sync, connection) {
  if (sync.problem) return sync.problem + advice(store, sync)
  if (connection === "offline") return store.idle ? "offline." : `offline. ${kept(store)}.`
  if (!isEmpty(store.invalid)) return "some values need a correction."
  return isEmpty(store.conflicts) ? "" : "something was changed elsewhere too. Choose which to keep."
}

function advice(store, sync) {
  if (sync.paused || store.idle) return ""
  return ` ${kept(store)}, trying again in ${sync.retriesIn} s.`
}

function kept(store) {
  const count = new Set([...Object.keys(store.draft), ...Object.keys(store.inFlight?.changes ?? {})]).size
  const where = keepsNoCopy() ? "in this page only" : "on this device"
  return `${count === 1 ? "1 change" : `${count} changes`} kept ${where}`
}
