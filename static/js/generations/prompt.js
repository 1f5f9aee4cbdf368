import { request } from "../http.js"
import { Click } from "./click.js"

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
  const { key, csrfmiddlewaretoken, ...json } = Object.fromEntries(new FormData(form)) // the key of the form is for pages without script
  json.key = click.keyFor(JSON.stringify(json))
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
