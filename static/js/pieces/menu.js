const STEPS = { ArrowDown: 1, ArrowUp: -1 }

/** Menus (popovers with data-menu): arrows, Home, End and first letters move; choosing closes. */
export function wireMenus(root) {
  root.addEventListener("toggle", atToggle, true)
  root.addEventListener("keydown", atKey)
  root.addEventListener("click", atChoice)
}

function atToggle({ target, newState }) {
  if (newState === "open" && target.matches("[data-menu]")) itemsOf(target)[0]?.focus()
}

function atKey(event) {
  const menu = event.target.closest?.("[data-menu]")
  if (!menu || event.ctrlKey || event.metaKey || event.altKey) return
  const next = itemAfter(itemsOf(menu), event.target, event.key)
  if (!next) return
  event.preventDefault()
  next.focus()
}

function atChoice(event) {
  const item = event.target.closest(".menu-item")
  if (!item) return
  if (item.getAttribute("aria-disabled") === "true") return event.preventDefault()
  item.closest("[data-menu]")?.hidePopover?.()
}

/** The item that a key leads to, or nothing. */
export function itemAfter(items, current, key) {
  const at = items.indexOf(current)
  if (key in STEPS) return items.at((at + STEPS[key]) % items.length)
  if (key === "Home") return items[0]
  if (key === "End") return items.at(-1)
  if (key.length !== 1 || key === " ") return undefined
  const later = [...items.slice(at + 1), ...items.slice(0, at + 1)]
  return later.find((item) => item.textContent.trim().toLowerCase().startsWith(key.toLowerCase()))
}

function itemsOf(menu) {
  return [...menu.querySelectorAll(".menu-item:not(:disabled)")]
}
