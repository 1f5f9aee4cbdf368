import { request } from "../http.js"
import { toast } from "../pieces/toast.js"
import { Click } from "./click.js"
import { Slip } from "./slip.js"

const MAKES_MORE = ["retry", "reroll", "vary"]
const click = new Click()
const slip = new Slip()

/** What the buttons of images do, wherever they come from. Announces `deed` {deed, pk, answer} on `root` when it is done. */
export function wireDeeds(root, signal) {
  const press = (event) => {
    const button = event.target.closest("[data-deed]")
    if (!button) return
    event.preventDefault()
    const { pk } = button.closest("[data-pk]").dataset
    if (button.getAttribute("aria-busy") !== "true" && !slip.is(event, pk)) act(root, button, pk)
  }
  root.addEventListener("click", press, { signal })
}

async function act(root, button, pk) {
  const { deed } = button.dataset
  button.setAttribute("aria-busy", "true")
  const answer = await (deed === "like" ? like(button, pk) : MAKES_MORE.includes(deed) ? make(pk, deed) : post(pk, deed))
  button.removeAttribute("aria-busy")
  slip.done(pk)
  if (answer) root.dispatchEvent(new CustomEvent("deed", { detail: { deed, pk, answer } }))
}

async function make(pk, deed) {
  const answer = await post(pk, deed, { key: click.keyFor(`${deed} ${pk}`) })
  if (answer) click.done()
  return answer
}

async function like(button, pk) {
  const liked = button.getAttribute("aria-pressed") !== "true"
  const answer = await post(pk, "like", { liked })
  if (answer) button.setAttribute("aria-pressed", String(liked))
  return answer
}

/** Gives the answer, or nothing after it has said why there is none. */
export async function post(pk, deed, json = {}) {
  try {
    return await request(`/generations/${pk}/${deed}/`, { method: "POST", json })
  } catch (error) {
    toast(error.message, { kind: "error" })
    return null
  }
}
