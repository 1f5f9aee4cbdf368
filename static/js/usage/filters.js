const PAUSE_MS = 250

/** The form above the table. What is chosen shows at once, what is typed after a pause; without a form it does nothing. */
export class Filters {
  #form
  #go // (query, "push" or "replace")
  #timer = null

  constructor(form, go, signal) {
    this.#form = form
    this.#go = go
    form?.addEventListener("change", ({ target }) => target.type !== "search" && this.#apply(), { signal })
    form?.addEventListener("input", ({ target }) => target.type === "search" && this.#later(), { signal })
    form?.addEventListener("submit", (event) => this.#submit(event), { signal })
    signal.addEventListener("abort", () => clearTimeout(this.#timer))
  }

  /** The form as this query has it: somebody followed a link, or went back. */
  show(query) {
    clearTimeout(this.#timer)
    const values = new URLSearchParams(query)
    for (const field of this.#form?.querySelectorAll("[name]") ?? []) field.value = values.get(field.name) ?? field.dataset.default ?? ""
  }

  #later() {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.#apply("replace"), PAUSE_MS)
  }

  /** Refresh: the same page again, unless something was chosen that does not show yet. */
  #submit(event) {
    event.preventDefault()
    clearTimeout(this.#timer)
    const isShown = sameChoices(this.#query, location.search)
    this.#go(isShown ? location.search : this.#query, isShown ? "replace" : "push")
  }

  #apply(step = "push") {
    clearTimeout(this.#timer)
    this.#go(this.#query, step)
  }

  /** Only what is not as it is without a choice. */
  get #query() {
    const chosen = [...new FormData(this.#form)].filter(([name, value]) => value !== (this.#form.elements[name].dataset.default ?? ""))
    return chosen.length ? `?${new URLSearchParams(chosen)}` : ""
  }
}

function sameChoices(one, other) {
  return choices(one) === choices(other)
}

function choices(query) {
  const values = new URLSearchParams(query)
  values.delete("page")
  values.sort()
  return String(values)
}
