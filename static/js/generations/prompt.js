import { request } from "../http.js"
import { uuid } from "../settings/uuid.js"

const DOUBLE_MS = 800 // two clicks in this time are one

/** The prompt bar: Generate sends it with a key of the click, so that a click that is sent twice makes its images once. */
export function wirePrompt(form, signal) {
  const click = new Click()
  const submit = (event) => {
    event.preventDefault()
    if (form.getAttribute("aria-busy") !== "true") send(form, click)
  }
  const press = (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return
    event.preventDefault()
    form.requestSubmit()
  }
  form.addEventListener("submit", submit, { signal })
  form.elements.prompt.addEventListener("keydown", press, { signal })
}

async function send(form, click) {
  const json = Object.fromEntries(new FormData(form))
  json.key = click.keyFor(JSON.stringify({ ...json, key: "", csrfmiddlewaretoken: "" }))
  form.setAttribute("aria-busy", "true")
  try {
    await request(form.getAttribute("action"), { method: "POST", json })
    click.done()
    complain(form)
  } catch (error) {
    if (error.status) click.done()
    complain(form, error)
  }
  form.removeAttribute("aria-busy")
}

function complain(form, error = null) {
  const problem = form.querySelector("[data-problem]")
  problem.hidden = !error
  problem.querySelector("span").textContent = error?.message ?? ""
  form.elements.prompt.setAttribute("aria-invalid", String(Boolean(error?.fields?.prompt)))
}

/** The key of a click. It stays the same while nobody knows whether the server heard of it, and for a double click. */
class Click {
  #key
  #words = null
  #doneAt = -Infinity

  keyFor(words) {
    const isSame = words === this.#words && Date.now() - this.#doneAt < DOUBLE_MS
    if (!isSame) this.#key = uuid()
    this.#words = words
    this.#doneAt = Infinity
    return this.#key
  }

  done() {
    this.#doneAt = Date.now()
  }
}
