const TYPING_MS = 250

/** Whose images, which words, from which day: shown in place, and in the address, so that a link and Back lead to the same. */
export function wireFilters(gallery, signal) {
  const form = gallery.querySelector("#gallery-filters")
  let timer = null
  const show = () => {
    clearTimeout(timer)
    const asked = queryOf(form)
    history.pushState(null, "", asked ? `?${asked}` : location.pathname)
    gallery.window.show(asked)
  }
  const input = ({ target }) => {
    clearTimeout(timer)
    if (target.type === "search") timer = setTimeout(show, TYPING_MS)
  }
  const forgetDay = () => {
    form.elements.date.value = ""
    history.replaceState(null, "", `?${queryOf(form)}`)
  }
  form.addEventListener("input", input, { signal })
  gallery.querySelector("[data-pill]").addEventListener("click", forgetDay, { signal })
  form.addEventListener("change", ({ target }) => target.type !== "search" && show(), { signal })
  form.addEventListener("submit", (event) => (event.preventDefault(), show()), { signal })
  window.addEventListener("popstate", () => gallery.window.show(taken(form)), { signal })
}

function queryOf(form) {
  const asked = new URLSearchParams()
  for (const [name, value] of new FormData(form)) if (value) asked.set(name, value)
  return asked.toString()
}

/** The form as the address says. Returns the query. */
function taken(form) {
  const asked = new URLSearchParams(location.search)
  for (const name of ["who", "q", "date"]) {
    const field = form.elements[name]
    field.value = asked.get(name) ?? ""
  }
  return asked.toString()
}
