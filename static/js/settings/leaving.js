import { recordOf } from "./adoption.js"

/** Before somebody signs out with changes that were not sent: sync them or discard them, but know of them. */
export function askBeforeLeaving(form, signal) {
  const dialog = form.querySelector("dialog[data-leaving]")
  let leaving = null // the form that signs out

  document.addEventListener("submit", (event) => ask(event), { capture: true, signal })
  dialog.addEventListener("click", ({ target }) => answer(target.closest("[data-leave]")?.dataset.leave), { signal })

  function ask(event) {
    if (event.target.getAttribute("action") !== dialog.dataset.leaving || !recordOf(form.store)) return
    event.preventDefault()
    leaving = event.target
    dialog.showModal()
  }

  async function answer(choice) {
    if (choice === "discard") form.store.forgetPending()
    if (choice === "sync") await form.sync.flush()
    if (!choice || choice === "stay") return choice && dialog.close()
    if (recordOf(form.store)) dialog.querySelector("[data-problem]").hidden = false
    else leaving.submit()
  }
}
