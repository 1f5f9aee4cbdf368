import { live } from "./live.js"

const OPENING = "<template data-frames>"
const carried = new WeakMap() // xhr → the frames that its answer brought

/** Frames that come at the end of htmx answers are taken out before the swap and shown after it. */
export function wireFrames(root) {
  root.addEventListener("htmx:beforeSwap", takeOut)
  root.addEventListener("htmx:afterRequest", ({ detail }) => show(detail.xhr))
}

function takeOut({ detail }) {
  const { html, frames } = split(detail.serverResponse)
  if (!frames.length) return
  detail.serverResponse = html
  carried.set(detail.xhr, frames)
}

function show(xhr) {
  const frames = carried.get(xhr)
  carried.delete(xhr) // htmx announces the end of a request twice when its element is gone.
  if (frames) live.receive(frames)
}

/** An answer without its frames, and the frames. */
export function split(answer) {
  const at = answer.lastIndexOf(OPENING)
  if (at === -1) return { html: answer, frames: [] }
  const template = document.createElement("template")
  template.innerHTML = answer.slice(at)
  const frames = JSON.parse(template.content.firstElementChild.content.textContent)
  return { html: answer.slice(0, at), frames }
}
