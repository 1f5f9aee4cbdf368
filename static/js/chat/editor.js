import { request } from "../http.js"
import { uuid } from "../settings/uuid.js"

/** Say an own message again in other words: its text becomes a field, which live updates leave alone and a reload brings back. */
export function edit(article, template, url) {
  const field = article.querySelector(".message-editor textarea") ?? reopen(article, template, url) ?? open(article, template, url)
  field.focus()
  field.setSelectionRange(field.value.length, field.value.length)
}

/** Brings back what was being written in the place of a message. Returns its field, or null where nothing was. */
export function reopen(article, template, url) {
  const text = kept(article)
  return text === null ? null : Object.assign(open(article, template, url), { value: text })
}

function open(article, template, url) {
  const form = template.content.firstElementChild.cloneNode(true)
  const field = form.querySelector("textarea")
  form.dataset.key = uuid()
  field.value = field.defaultValue = article.querySelector(".message-text").textContent
  const leave = () => {
    form.remove()
    article.querySelector('[data-action="edit"]')?.focus()
  }
  const close = () => {
    keep(article, null)
    leave()
  }
  form.addEventListener("submit", (event) => send(event, form, url, close))
  form.querySelector("[data-cancel]").addEventListener("click", close)
  form.addEventListener("keydown", (event) => onKey(event, form, leave))
  form.addEventListener("input", () => keep(article, field.value))
  article.prepend(form)
  return field
}

const nameOf = ({ id }) => `chat.edit.${document.body.dataset.user}.${id}`

function kept(article) {
  try {
    return sessionStorage.getItem(nameOf(article))
  } catch {
    return null
  }
}

function keep(article, text) {
  try {
    if (text === null) sessionStorage.removeItem(nameOf(article))
    else sessionStorage.setItem(nameOf(article), text)
  } catch {
    // The browser keeps nothing: then only the page does.
  }
}

/** Escape puts it aside: "Edit" brings it back. */
function onKey(event, form, leave) {
  if (event.isComposing) return
  if (event.key === "Escape") {
    event.stopPropagation()
    leave()
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
