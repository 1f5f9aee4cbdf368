import { clock } from "./clock.js"
import { timing } from "./timing.js"

let lasting = false
let cancelHide = null

/** Says something about the connection in #live-notice, in words; `action` = {label, run} adds a button. */
export function notify(words, options = {}) {
  if (lasting && !options.lasting) return
  lasting = Boolean(options.lasting)
  cancelHide?.()
  cancelHide = null
  const notice = place()
  if (notice.dataset.words === words && !notice.hidden) return
  notice.dataset.words = words
  notice.replaceChildren(words, ...(options.action ? [" ", button(options.action)] : []))
  notice.hidden = false
}

/** The trouble is over: what does not last goes once it could be read. */
export function settleNotice() {
  if (lasting || cancelHide) return
  cancelHide = clock.after(timing.noticeFor, () => {
    cancelHide = null
    place().hidden = true
  })
}

function place() {
  return document.getElementById("live-notice") ?? document.body.appendChild(newPlace())
}

function newPlace() {
  const notice = document.createElement("div")
  notice.id = "live-notice"
  notice.setAttribute("role", "status")
  notice.hidden = true
  return notice
}

function button({ label, run }) {
  const button = document.createElement("button")
  button.type = "button"
  button.className = "button"
  button.textContent = label
  button.addEventListener("click", run)
  return button
}
