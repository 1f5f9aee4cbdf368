/** Does `change` and gives the focus and the selection back to where they were inside `root`, if they were lost. */
export function keepingFocus(root, change) {
  const active = document.activeElement
  if (!active || active === root || !root.contains(active)) return change()
  const selection = selectionOf(active)
  const result = change()
  if (document.activeElement !== active) focusAgain(root, active, selection)
  return result
}

function focusAgain(root, active, selection) {
  const target = active.isConnected ? active : active.id && root.querySelector(`#${CSS.escape(active.id)}`)
  if (!target) return
  target.focus({ preventScroll: true })
  if (selection) target.setSelectionRange?.(...selection)
}

function selectionOf(element) {
  return typeof element.selectionStart === "number" ? [element.selectionStart, element.selectionEnd, element.selectionDirection] : null
}
