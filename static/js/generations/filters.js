const TYPING_MS = 250

/** Whose images, which words, from which day: shown in place, and in the address, so that a link and Back lead to the same. */
export function wireFilters(gallery, signal) {
  const form = gallery.querySelector("#gallery-filters")
  let timer = null
  const show = ({ isTyped = false } = {}) => {
    clearTimeout(timer)
    const asked = queryOf(form)
    enter(asked, isTyped, gallery.window.place)
    gallery.window.show(asked)
  }
  const input = ({ target }) => {
    clearTimeout(timer)
    if (target.type === "search") timer = setTimeout(show, TYPING_MS, { isTyped: true })
  }
  const forgetDay = () => {
    form.elements.date.value = ""
    history.replaceState(history.state, "", addressOf(queryOf(form)))
  }
  const carry = ({ target }) => {
    const link = target.closest("[data-open]")
    if (link) link.search = filtersOf(location.search)
  }
  gallery.addEventListener("click", carry, { signal })
  form.addEventListener("input", input, { signal })
  gallery.querySelector("[data-pill]").addEventListener("click", forgetDay, { signal })
  form.addEventListener("change", ({ target }) => target.type !== "search" && show(), { signal })
  form.addEventListener("submit", (event) => (event.preventDefault(), show()), { signal })
  const goBack = ({ state }) => {
    const asked = taken(form)
    if (state?.place) gallery.window.comeBack(state.place)
    else gallery.window.show(asked)
  }
  window.addEventListener("popstate", goBack, { signal })
}

/** The address says it. All that is typed in a row is one step of the history; Back leads to where one was. */
function enter(asked, isTyped, place) {
  if (isTyped && history.state?.isTyped) return history.replaceState({ isTyped }, "", addressOf(asked))
  history.replaceState({ ...history.state, place }, "")
  history.pushState({ isTyped }, "", addressOf(asked))
}

function addressOf(asked) {
  return asked ? `?${asked}` : location.pathname
}

function queryOf(form) {
  const asked = new URLSearchParams()
  for (const [name, value] of new FormData(form)) if (value) asked.set(name, value)
  return asked.toString()
}

/** The neighbours of an image are those that pass the same filters. */
function filtersOf(search) {
  const asked = new URLSearchParams(search)
  asked.delete("date")
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
