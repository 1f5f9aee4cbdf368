/** While one writes with fingers the keyboard takes room: the page is told that, and how much of it is seen. */
export function wireKeyboard(form, signal) {
  const root = document.documentElement
  form.addEventListener("focusin", ({ target }) => root.classList.toggle("is-writing", target.matches("textarea")), { signal })
  form.addEventListener("focusout", () => root.classList.remove("is-writing"), { signal })
}

/** Where the keyboard lies over the page instead of making it smaller, the page is told how much of it is seen. */
export function wireVisibleHeight(element, signal) {
  const { visualViewport } = window
  if (!visualViewport) return
  const show = () => element.closest(".chat").style.setProperty("--seen", `${visualViewport.height}px`)
  visualViewport.addEventListener("resize", show, { signal })
  show()
}
