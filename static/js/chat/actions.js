import { request } from "../http.js"
import { ask } from "../live/request.js"
import { toast } from "../pieces/toast.js"
import { copy } from "../pieces/clipboard.js"
import { edit, reopen } from "./editor.js"

const ANSWERED_MS = 2_000

/** What one can do with a message: its buttons, wherever they come from. `thread` = {url, template(name), confirmDelete(), focusComposer()}. */
export function wireActions(root, thread, signal) {
  const click = ({ target }) => {
    const button = target.closest("[data-action]")
    if (button && button.getAttribute("aria-busy") !== "true") act(button, thread)
  }
  root.addEventListener("click", click, { signal })
  for (const article of root.querySelectorAll("#messages > .message-user")) reopen(article, thread.template("editor"), `${addressOf(article, thread)}revise/`)
}

const ACTIONS = {
  copy: async ({ address, button }) => answer(button, await copy(() => ask(`${address}source/`, { headers: { Accept: "text/plain" } }))),
  edit: ({ article, address, thread }) => edit(article, thread.template("editor"), `${address}revise/`),
  regenerate: ({ address }) => post(`${address}regenerate/`),
  continue: ({ address }) => post(`${address}continue/`),
  show: ({ button, thread }) => post(`${thread.url}messages/${button.dataset.show}/show/`),
  delete: async ({ address, thread }) => (await thread.confirmDelete()) && post(`${address}delete/`),
}

async function act(button, thread) {
  const article = button.closest(".message")
  const address = addressOf(article, thread)
  const byKey = button.matches(":focus-visible")
  button.setAttribute("aria-busy", "true")
  try {
    await ACTIONS[button.dataset.action]({ button, article, address, thread })
  } catch (error) {
    toast(error.message, { kind: "error" })
  }
  button.removeAttribute("aria-busy")
  if (byKey && document.activeElement === document.body) thread.focusComposer()
}

function addressOf(article, thread) {
  return `${thread.url}messages/${article.id.replace("message-", "")}/`
}

function post(url) {
  return request(url, { method: "POST", json: {} })
}

function answer(button, done) {
  if (!done) throw new Error("Couldn't copy. Select the text instead.")
  const use = button.querySelector("use")
  const icon = use.getAttribute("href")
  button.dataset.answer = "done"
  button.setAttribute("aria-label", "Copied")
  use.setAttribute("href", "#icon-done")
  setTimeout(() => {
    delete button.dataset.answer
    button.setAttribute("aria-label", "Copy")
    use.setAttribute("href", icon === "#icon-done" ? "#icon-copy" : icon)
  }, ANSWERED_MS)
}
