/** On a phone the list is a drawer: its button opens it; Escape, a click beside it and a choice close it. */
export function wireDrawer(drawer, signal) {
  const button = () => document.querySelector("[data-drawer]")
  const set = (open) => {
    drawer.classList.toggle("is-open", open)
    button()?.setAttribute("aria-expanded", String(open))
  }
  const isOpen = () => drawer.classList.contains("is-open")
  const toggle = () => {
    set(!isOpen())
    if (isOpen()) requestAnimationFrame(() => drawer.querySelector("button")?.focus({ preventScroll: true }))
  }
  const click = ({ target }) => {
    if (target.closest("[data-drawer]")) toggle()
    else if (isOpen() && !drawer.contains(target) && !target.closest("dialog, .toast")) set(false)
  }
  const key = (event) => {
    if (event.key !== "Escape" || !isOpen() || event.defaultPrevented || document.querySelector(":popover-open, dialog[open]")) return
    event.preventDefault()
    set(false)
    button()?.focus()
  }
  document.addEventListener("click", click, { signal })
  document.body.addEventListener("keydown", key, { signal }) // before what Escape does to the whole page
}
