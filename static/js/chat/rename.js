/** Renames in place: Enter and leaving save, Escape does not. `save(name)` gives whether it is saved. */
export function rename(row, template, name, save) {
  const form = template.content.firstElementChild.cloneNode(true)
  const field = form.querySelector("input")
  field.value = name
  row.append(form)
  field.focus()
  field.select()
  let over = false
  const end = (refocus) => {
    over = true
    form.remove()
    if (refocus) row.querySelector(".conversation-link")?.focus({ preventScroll: true })
  }
  const finish = async (refocus) => {
    if (over) return
    const value = field.value.trim()
    if (!value || value === name) return end(refocus)
    field.readOnly = over = true
    if (await save(value)) return end(refocus)
    over = field.readOnly = false
    field.focus()
  }
  form.addEventListener("submit", (event) => (event.preventDefault(), finish(true)))
  field.addEventListener("blur", () => finish(false))
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return
    event.preventDefault()
    event.stopPropagation()
    end(true)
  })
}
