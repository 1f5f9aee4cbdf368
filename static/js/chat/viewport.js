/** Where the keyboard lies over the page instead of making it smaller, the page is told how much of it is seen. */
export function wireVisibleHeight(element, signal) {
  const { visualViewport } = window
  if (!visualViewport) return
  const show = () => element.closest(".chat").style.setProperty("--seen", `${visualViewport.height}px`)
  visualViewport.addEventListener("resize", show, { signal })
  show()
}
