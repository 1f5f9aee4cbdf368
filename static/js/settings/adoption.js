/** What of a store must outlive its page, and how another page goes on with it. */
import { isEmpty } from "./same.js"

/** Everything that is not on the server yet; null when there is nothing. */
export function recordOf({ draft, inFlight, conflicts, invalid }) {
  const empty = !inFlight && [draft, conflicts, invalid].every(isEmpty)
  return empty ? null : { draft, inFlight, conflicts, invalid }
}

/** Whether the record of another page can be taken over now: never over work of this page. */
export function canAdopt(store, record) {
  return store.loaded && store.idle && !keysOf(record).some((key) => store.conflicts[key] || store.invalid[key])
}

/** Go on with what another page left. In another life of the database its bases mean nothing: ask the person. */
export function adopt(store, record, sameLife = true) {
  const known = keysOf(record).filter((key) => store.confirmed[key])
  if (sameLife) {
    store.inFlight = record.inFlight
    store.draft = pick(record.draft, known)
    Object.assign(store.invalid, pick(record.invalid, known))
  }
  for (const key of known) {
    if (!sameLife) store.conflict(key, valueIn(record, key))
    else if (record.conflicts[key]) store.conflict(key, record.conflicts[key].value)
    store.forgetUndone(key)
  }
}

const parts = ({ draft, conflicts, invalid, inFlight }) => [draft, conflicts, invalid, inFlight?.changes ?? {}]

const keysOf = (record) => [...new Set(parts(record).flatMap((part) => Object.keys(part)))]

const valueIn = (record, key) => parts(record).find((part) => part[key])[key].value

const pick = (object, keys) => Object.fromEntries(keys.filter((key) => object[key]).map((key) => [key, object[key]]))
