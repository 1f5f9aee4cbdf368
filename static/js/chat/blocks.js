import { alike, update } from "../live/reconcile.js"
import { watch } from "./far.js"
import { partAt } from "./runs.js"

/** Blocks stand in groups of so many, as chat/models/showing.py puts them. */
const GROUP = 32

/** As chat/markdown/block.py: plain text at the end of a block goes into the innermost of these. */
const INNER = new Set("P LI UL OL H3 H4 H5 H6 BLOCKQUOTE TD TH TR TBODY THEAD TABLE DIV".split(" "))
const HALVES = /[\ud800-\udfff]/
const added = new WeakMap() // block → the text node at its end, which grows

/** Brings the blocks of a message to where a stream's message is. False: this page has not what it builds on. */
export function applyPatches(text, { patches, count }) {
  if (!patches.every((patch) => applyPatch(text, patch))) return false
  while (countOf(text) > count) removeLast(text)
  return countOf(text) === count
}

function countOf(text) {
  const groups = text.children
  return groups.length && (groups.length - 1) * GROUP + groups[groups.length - 1].children.length
}

function applyPatch(text, patch) {
  const { block: number } = patch
  const block = text.children[Math.floor(number / GROUP)]?.children[number % GROUP] ?? nextBlock(text, patch)
  if (!block) return false
  if (patch.html !== undefined && !fill(block, patch)) return false
  return patch.text === undefined || addText(block, patch)
}

/** Blocks come in order; one beyond the next would leave a hole. */
function nextBlock(text, { block: number, html, at }) {
  if (number !== countOf(text) || html === undefined || at !== undefined) return null
  const group = number % GROUP ? text.lastElementChild : appended(text, "blocks")
  if (!group.children.length) watch(group)
  const block = appended(group, "block")
  block.dataset.block = number
  return block
}

function appended(parent, name) {
  if (parent.lastChild) parent.append("\n") // as the server joins them
  const element = document.createElement("div")
  element.className = name
  return parent.appendChild(element)
}

function removeLast(text) {
  const group = text.lastElementChild
  const last = group.children.length > 1 ? group.lastElementChild : group
  if (last.previousSibling?.nodeType === Node.TEXT_NODE) last.previousSibling.remove()
  last.remove()
}

function fill(block, { html, at }) {
  added.delete(block)
  if (at === undefined) return replaceFrom(block, block.firstChild, html)
  const place = partAt(block, at)
  return place ? replaceFrom(place.run, place.part, html) : false
}

/** Makes the children from `old` on equal to those of `html`. What is equal already stays, with whoever has selected it. */
function replaceFrom(parent, old, html) {
  for (const fresh of nodesOf(html)) {
    const next = old?.nextSibling ?? null
    if (!old) parent.append(fresh)
    else if (alike(old, fresh)) update(old, fresh)
    else old.replaceWith(fresh)
    old = next
  }
  while (old) {
    const next = old.nextSibling
    old.remove()
    old = next
  }
  return true
}

function nodesOf(html) {
  const template = document.createElement("template")
  template.innerHTML = html
  return [...document.importNode(template.content, true).childNodes]
}

function addText(block, { from, text }) {
  let node = added.get(block)
  if (from && !node?.isConnected) return false
  if (!node) {
    node = document.createTextNode("")
    insertAtEnd(block, node)
    added.set(block, node)
  }
  node.data = firstPoints(node.data, from) + text
  return true
}

/** Before the white space and the ends of elements that stand at the end. */
function insertAtEnd(parent, node) {
  const last = lastShown(parent)
  if (last && INNER.has(last.nodeName)) return insertAtEnd(last, node)
  if (last?.nodeType === Node.TEXT_NODE) last.splitText(last.data.trimEnd().length)
  parent.insertBefore(node, last ? last.nextSibling : parent.firstChild)
}

function lastShown(parent) {
  let last = parent.lastChild
  while (last?.nodeType === Node.TEXT_NODE && !last.data.trim()) last = last.previousSibling
  return last
}

/** The first characters of a text as Python counts them: a pair of surrogates is one. */
export function firstPoints(text, count) {
  const units = text.slice(0, count)
  return HALVES.test(units) ? Array.from(text).slice(0, count).join("") : units
}
