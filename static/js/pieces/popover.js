import { place } from "./place.js"

/** Put every popover beside the button that opens it, and let that button say whether it is open. */
export function wirePopovers(root) {
  root.addEventListener("beforetoggle", atToggle, true)
}

function atToggle({ target, newState }) {
  if (!target.matches("[popover]")) return
  const opener = openerOf(target)
  opener?.setAttribute("aria-expanded", String(newState === "open"))
  // Its size is known only once it is shown, which is before the next frame is painted.
  if (opener && newState === "open") requestAnimationFrame(() => moveBeside(opener, target))
}

export function openerOf(popover) {
  return document.querySelector(`[popovertarget="${CSS.escape(popover.id)}"]`)
}

function moveBeside(opener, popover) {
  const { left, top } = place(
    opener.getBoundingClientRect(),
    { width: popover.offsetWidth, height: popover.offsetHeight },
    { width: document.documentElement.clientWidth, height: innerHeight },
    { above: opener.dataset.place === "above", rtl: getComputedStyle(opener).direction === "rtl" },
  )
  Object.assign(popover.style, { inset: "auto", margin: "0", left: `${left}px`, top: `${top}px` })
}
