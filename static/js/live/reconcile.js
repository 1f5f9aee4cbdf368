import { rising } from "./order.js"

/** What the reader and scripts decide, never the server (whose pages may have no style attribute): it outlives updates. */
const KEPT = new Set(["open", "aria-expanded", "style"])
/** What a script put into somebody else's content: it outlives updates too. */
const ADDED = "[data-added]"
/** Nodes without an id that are looked through for one that can become the fresh one; more would cost the square of their number. */
const MOST_LOOKED_AT = 64
/** These elements look after their own content. */
const ISLANDS = "live-region, live-presence, live-status"

/** Makes the children of `old` equal to those of `fresh`, by id. What is equal stays the very same node. */
export function reconcile(old, fresh) {
  const matches = matchChildren(old, fresh)
  const kept = new Set(matches.filter(Boolean))
  for (const node of [...old.childNodes]) if (!kept.has(node) && !isAdded(node)) node.remove()

  const staying = stayingOf(old, matches)
  let cursor = old.firstChild
  ;[...fresh.childNodes].forEach((node, index) => {
    const match = matches[index]
    if (!match) return void old.insertBefore(document.importNode(node, true), cursor)
    if (staying.has(match)) cursor = match.nextSibling
    else move(old, match, cursor)
    update(match, node)
  })
}

/** Makes one node equal to a fresh one of the same kind. */
export function update(old, fresh) {
  if (old.isEqualNode(fresh)) return
  if (old.nodeType !== Node.ELEMENT_NODE) {
    old.nodeValue = fresh.nodeValue
    return
  }
  if (old.matches(ISLANDS)) return
  syncAttributes(old, fresh)
  reconcile(old, fresh)
}

/** Whether one node can become the other. */
export function alike(old, fresh) {
  return old.nodeType === fresh.nodeType && old.nodeName === fresh.nodeName && (old.id ?? "") === (fresh.id ?? "")
}

/** For each fresh child the old one that becomes it, or undefined. */
function matchChildren(old, fresh) {
  const named = new Map()
  const nameless = []
  for (const node of old.childNodes) {
    if (node.id) named.set(node.id, node)
    else if (!isAdded(node)) nameless.push(node)
  }
  let from = 0
  return [...fresh.childNodes].map((node) => {
    if (node.id) return alikeOrNothing(named.get(node.id), node)
    const at = nameless.slice(from, from + MOST_LOOKED_AT).findIndex((candidate) => alike(candidate, node))
    if (at === -1) return undefined
    from += at + 1
    return nameless[from - 1]
  })
}

function isAdded(node) {
  return node.nodeType === Node.ELEMENT_NODE && node.matches(ADDED)
}

function alikeOrNothing(old, fresh) {
  return old && alike(old, fresh) ? old : undefined
}

/** The fewest possible nodes move, for a move may cost focus and scroll. */
function stayingOf(old, matches) {
  const places = new Map([...old.childNodes].map((node, index) => [node, index]))
  const matched = matches.filter(Boolean)
  const run = rising(matched.map((node) => places.get(node)))
  return new Set(matched.filter((_, index) => run.has(index)))
}

/** Moves a node without resetting it where the browser can. */
export function move(parent, node, before) {
  if (parent.moveBefore && node.isConnected) parent.moveBefore(node, before)
  else parent.insertBefore(node, before)
}

function syncAttributes(old, fresh) {
  for (const { name } of [...old.attributes]) {
    if (!fresh.hasAttribute(name) && !KEPT.has(name)) old.removeAttribute(name)
  }
  for (const { name, value } of fresh.attributes) {
    if (!KEPT.has(name) && old.getAttribute(name) !== value) old.setAttribute(name, value)
  }
}
