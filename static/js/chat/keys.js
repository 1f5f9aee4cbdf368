const TYPING = "input:not([type=checkbox], [type=range]), textarea, select, [contenteditable]"

/** Shortcuts. Letters with Alt work anywhere; `?` and `/` only where nobody types. */
export function wireKeys(list, signal) {
  const open = (link) => link?.click()
  const step = (by) => {
    const { links } = list
    const at = links.findIndex((link) => link.hasAttribute("aria-current"))
    open(links[at === -1 ? 0 : at + by])
  }
  const search = () => {
    if (!list.checkVisibility({ visibilityProperty: true })) document.querySelector("[data-drawer]")?.click()
    list.search.focus()
  }
  const withAlt = {
    KeyN: () => list.querySelector("[data-new]").requestSubmit(),
    KeyK: search,
    KeyM: () => document.querySelector("[data-composer] textarea")?.focus(),
    ArrowDown: () => step(1),
    ArrowUp: () => step(-1),
  }
  const alone = { "?": () => document.getElementById("shortcuts")?.showModal(), "/": search }
  const press = (event) => {
    if (event.defaultPrevented || event.isComposing || document.querySelector("dialog[open]")) return
    const { altKey, ctrlKey, metaKey, shiftKey, code, key, target } = event
    const isTyping = target.closest?.(TYPING)
    const does = altKey && !ctrlKey && !metaKey && !shiftKey ? withAlt[code] : !altKey && !ctrlKey && !metaKey && !isTyping ? alone[key] : null
    if (!does || (code.startsWith("Arrow") && isTyping && target.value)) return
    event.preventDefault()
    does()
  }
  document.addEventListener("keydown", press, { signal })
}
