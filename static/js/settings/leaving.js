import { recordOf } from "./adoption.js"
import { forget } from "./keeping.js"

/** Before somebody signs out with changes that were not sent: sync them or discard them, but know of them. */
export function askBeforeLeaving(form, signal) {
  const dialog = form.querySelector("dialog[data-leaving]")
  const way = dialog.dataset.leaving
  let leaving = null // the form that signs out

  document.addEventListener("submit", (event) => ask(event), { capture: true, signal })
  dialog.addEventListener("click", ({ target }) => answer(target.closest("[data-leave]")?.dataset.leave), { signal })
  form.addEventListener("adopted", () => location.hash === "#leaving" && goOn(), { signal, once: true })

  function ask(event) {
    if (event.target.getAttribute("action") !== way) return
    if (!recordOf(form.store)) return forget(form.dataset.user)
    event.preventDefault()
    leaving = event.target
    dialog.showModal()
  }

  /** Another page sent its person here on the way out. */
  function goOn() {
    history.replaceState(null, "", location.pathname)
    leaving = document.querySelector(`form[action="${CSS.escape(way)}"]`)
    if (recordOf(form.store)) dialog.showModal()
    else leave()
  }

  async function answer(choice) {
    if (choice === "discard") form.store.forgetPending()
    if (choice === "sync") await form.sync.flush()
    if (!choice || choice === "stay") return choice && dialog.close()
    if (recordOf(form.store)) dialog.querySelector("[data-problem]").hidden = false
    else leave()
  }

  function leave() {
    forget(form.dataset.user)
    leaving.submit()
  }
}
