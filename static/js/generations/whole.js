/** A long prompt shows its first lines, and all of them when it is asked for. What was chosen stands at `page`, so it outlives updates. */
export function wireWhole(page, signal) {
  const show = () => {
    const [title, button] = ["[data-prompt]", "[data-whole]"].map((each) => page.querySelector(each))
    if (!button) return
    const isWhole = page.classList.contains("is-whole")
    button.hidden = !isWhole && title.scrollHeight <= title.clientHeight
    button.setAttribute("aria-expanded", String(isWhole))
    button.textContent = isWhole ? "Show less" : "Show all"
  }
  const press = ({ target }) => {
    if (!target.closest("[data-whole]")) return
    page.classList.toggle("is-whole")
    show()
  }
  page.addEventListener("click", press, { signal })
  page.addEventListener("live-fetched", show, { signal })
  window.addEventListener("resize", show, { signal })
  show()
}
