const TAP_MS = 100 // from the touch that takes the focus to its click

/** While one writes with fingers the keyboard takes room: the page is told that, and how much of it is seen. */
export function wireKeyboard(form, signal) {
  const show = () => document.documentElement.classList.toggle("is-writing", Boolean(form.querySelector("textarea:focus")))
  form.addEventListener("focusin", show, { signal })
  form.addEventListener("focusout", () => setTimeout(show, TAP_MS), { signal }) // what is tapped must not move from under the finger
}

/** Where the keyboard lies over the page instead of making it smaller, the page is told how much of it is seen. */
export function wireVisibleHeight(element, signal) {
  const { visualViewport } = window
  if (!visualViewport) return
  const show = () => element.closest(".chat").style.setProperty("--seen", `${visualViewport.height}px`)
  visualViewport.addEventListener("resize", show, { signal })
  show()
}
