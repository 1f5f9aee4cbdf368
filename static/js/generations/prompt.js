import { request } from "../http.js"
import { Click } from "./click.js"
import { Draft } from "./draft.js"

/** The prompt bar: Generate sends it with a key of the click, so that a click that is sent twice makes its images once. */
export function wirePrompt(form, signal) {
  const click = new Click()
  const draft = new Draft(form)
  const submit = (event) => {
    event.preventDefault()
    if (form.getAttribute("aria-busy") !== "true") send(form, click, draft)
  }
  const press = (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return
    event.preventDefault()
    form.requestSubmit()
  }
  const input = () => (draft.keep(), summarize(form))
  draft.restore()
  summarize(form)
  form.addEventListener("input", input, { signal })
  form.addEventListener("invalid", ({ target }) => target.closest("details")?.setAttribute("open", ""), { signal, capture: true })
  form.addEventListener("submit", submit, { signal })
  form.elements.prompt.addEventListener("keydown", press, { signal })
}

async function send(form, click, draft) {
  const { words } = draft
  const json = { ...words, key: click.keyFor(JSON.stringify(words)) } // the key of the form is for pages without script
  form.setAttribute("aria-busy", "true")
  try {
    await request(form.getAttribute("action"), { method: "POST", json })
    click.done()
    draft.sent(words)
    complain(form)
  } catch (error) {
    if (error.status) click.done()
    complain(form, error)
  }
  form.removeAttribute("aria-busy")
}

/** What works unseen while "More" is closed. */
function summarize(form) {
  const { seed, negative_prompt } = form.elements
  const said = [seed.value && `seed ${seed.value}`, negative_prompt.value.trim() && "negative prompt"].filter(Boolean).join(", ")
  form.querySelector("[data-said]").textContent = said && ` · ${said}`
}

function complain(form, error = null) {
  const problem = form.querySelector("[data-problem]")
  problem.hidden = !error
  problem.querySelector("span").textContent = error?.message ?? ""
  form.elements.prompt.setAttribute("aria-invalid", String(Boolean(error?.fields?.prompt)))
}
