import { request } from "../http.js"
import { uuid } from "../settings/uuid.js"

/** Say an own message again in other words: its text becomes a field, which live updates leave alone. */
export function edit(article, template, url) {
  const open = article.querySelector(".message-editor textarea")
  if (open) return open.focus()
  const form = template.content.firstElementChild.cloneNode(true)
  const field = form.querySelector("textarea")
  form.dataset.key = uuid()
  field.value = field.defaultValue = article.querySelector(".message-text").textContent
  const close = () => {
    form.remove()
    article.querySelector('[data-action="edit"]')?.focus()
  }
  form.addEventListener("submit", (event) => send(event, form, url, close))
  form.querySelector("[data-cancel]").addEventListener("click", close)
  form.addEventListener("keydown", (event) => onKey(event, form, close))
  article.prepend(form)
  field.focus()
  field.setSelectionRange(field.value.length, field.value.length)
}

function onKey(event, form, close) {
  if (event.key === "Escape") {
    event.stopPropagation()
    close()
  } else if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    form.requestSubmit()
  }
}

async function send(event, form, url, close) {
  event.preventDefault()
  const button = form.querySelector('[type="submit"]')
  const text = form.querySelector("textarea").value
  if (!text.trim() || button.getAttribute("aria-busy") === "true") return
  button.setAttribute("aria-busy", "true")
  try {
    await request(url, { method: "POST", json: { text, key: form.dataset.key } })
    close()
  } catch (error) {
    tell(form, `${error.message} Nothing is lost: try again.`)
  }
  button.removeAttribute("aria-busy")
}

function tell(form, words) {
  const place = form.querySelector("[data-problem]")
  place.hidden = false
  place.lastElementChild.textContent = words
}
