const SHORT = 70 // Fields of fewer letters need no counting.

/** Shows beside the label of each longer field how much of it is used, for eyes; its hint says the limit for ears. */
export function count(form) {
  for (const field of form.querySelectorAll("[maxlength]:not([type=hidden])")) {
    const head = field.closest(".field")?.querySelector(".field-head")
    if (!head || field.maxLength < SHORT || field.name === "username") continue
    const shown = document.createElement("span")
    shown.className = "field-count"
    shown.ariaHidden = "true"
    head.append(shown)
    recount(field)
  }
}

/** Call it after setting a field's value from a script. */
export function recount(field) {
  const shown = field.closest(".field")?.querySelector(".field-count")
  if (shown) shown.textContent = field.value ? `${field.value.length} / ${field.maxLength}` : ""
}
