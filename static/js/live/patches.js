import { clock } from "./clock.js"
import { keepingFocus } from "./focus.js"
import { before } from "./order.js"
import { alike, move, update } from "./reconcile.js"

const ARRIVING = "is-arriving"
const ARRIVAL = 1_000

/** Does to a region what a patch says. Returns false when the region has no place for it, so it must fetch. */
export function applyPatch(region, patch) {
  return OPERATIONS[patch.op]?.(region, patch) ?? false
}

const OPERATIONS = {
  upsert(region, { into, id, html }) {
    const container = region.matches(into) ? region : region.querySelector(into)
    const fresh = elementOf(html)
    if (!container || fresh?.id !== id) return false
    keepingFocus(region, () => put(container, find(region, id), fresh))
    return true
  },

  remove(region, { id }) {
    find(region, id)?.remove()
    return true
  },

  /** A value without a place here is for a store. */
  set(region, { key, value }) {
    const text = value === null ? "" : String(value)
    for (const element of region.querySelectorAll(`[data-set="${CSS.escape(key)}"]`)) {
      if (element.textContent !== text) element.textContent = text
    }
    return true
  },
}

function put(container, old, fresh) {
  if (isBeyond(container, fresh)) return old?.remove()
  if (!old) return arrive(container, fresh)
  const stays = old.parentNode === container && old.dataset.sort === fresh.dataset.sort
  const element = alike(old, fresh) ? old : replaced(old, fresh)
  if (element === old) update(old, fresh)
  if (!stays) move(container, element, placeOf(container, element))
  globalThis.htmx?.process(element)
}

/** Whether it sorts behind the end of what a list with more to come shows: between the two there may be any number. */
function isBeyond({ dataset: { end } }, { dataset: { sort } }) {
  return Boolean(end) && sort !== undefined && before(end, sort)
}

function replaced(old, fresh) {
  old.replaceWith(fresh)
  return fresh
}

function arrive(container, fresh) {
  fresh.classList.add(ARRIVING)
  clock.after(ARRIVAL, () => settle(fresh))
  container.insertBefore(fresh, placeOf(container, fresh))
  globalThis.htmx?.process(fresh)
}

function settle(element) {
  element.classList.remove(ARRIVING)
  if (!element.classList.length) element.removeAttribute("class")
}

/** The first sibling that sorts after the element; null: the end. */
function placeOf(container, element) {
  const { sort } = element.dataset
  if (sort === undefined) return null
  const siblings = [...container.children].filter((sibling) => sibling !== element && sibling.dataset.sort !== undefined)
  return siblings.find((sibling) => before(sort, sibling.dataset.sort)) ?? null
}

function elementOf(html) {
  const template = document.createElement("template")
  template.innerHTML = html
  return template.content.firstElementChild && document.importNode(template.content.firstElementChild, true)
}

function find(region, id) {
  return region.querySelector(`#${CSS.escape(id)}`)
}
