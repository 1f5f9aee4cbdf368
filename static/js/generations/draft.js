const LEFT_OUT = ["key", "csrfmiddlewaretoken"]

/** What stands in a prompt bar and was not sent yet, kept in this tab; it goes before what is remembered of its person. */
export class Draft {
  #form
  #key = `generations.draft.${document.body.dataset.user}`

  constructor(form) {
    this.#form = form
  }

  /** What the bar says: {prompt, model, seed …}. */
  get words() {
    const fields = Object.entries(Object.fromEntries(new FormData(this.#form)))
    return Object.fromEntries(fields.filter(([name]) => !LEFT_OUT.includes(name)))
  }

  keep() {
    try {
      sessionStorage.setItem(this.#key, JSON.stringify(this.words))
    } catch {
      // The browser keeps nothing.
    }
  }

  /** What was sent is no draft any more; what was typed meanwhile is. */
  sent(words) {
    if (JSON.stringify(this.words) !== JSON.stringify(words)) return
    try {
      sessionStorage.removeItem(this.#key)
    } catch {
      // Nothing was kept.
    }
  }

  restore() {
    for (const [name, value] of Object.entries(this.#kept)) {
      const field = this.#form.elements[name]
      const isOffered = !field?.options || [...field.options].some((option) => option.value === value)
      if (field && isOffered) field.value = value
    }
  }

  get #kept() {
    try {
      return JSON.parse(sessionStorage.getItem(this.#key)) ?? {}
    } catch {
      return {}
    }
  }
}
