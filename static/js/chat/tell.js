import { live } from "../live/live.js"
import { toast } from "../pieces/toast.js"

const SOUND_HZ = [660, 880]
const NOTE_S = 0.12
const HELD_MS = 3_000

/**
 * Tells of a reply that is complete while nobody looks at it: a sound and a desktop notification, once for all tabs of this
 * browser, where no tab is looked at; a message on the page where another conversation is.
 */
export function wireNotices(list, signal) {
  const busy = new Set(busyOnes(list))
  const look = () => {
    const now = new Set(busyOnes(list))
    for (const pk of busy) if (!now.has(pk)) ended(list, pk)
    busy.clear()
    for (const pk of now) busy.add(pk)
  }
  const observer = new MutationObserver(look)
  observer.observe(list.region, { childList: true, subtree: true, attributes: true, attributeFilter: ["data-busy"] })
  signal.addEventListener("abort", () => observer.disconnect())
}

function busyOnes(list) {
  return [...list.region.querySelectorAll(".conversation[data-busy]")].map(({ dataset }) => dataset.pk)
}

function ended(list, pk) {
  const row = list.region.querySelector(`.conversation[data-pk="${CSS.escape(pk)}"]`)
  if (!row || live.state === "offline") return
  const name = row.querySelector("[data-name]").textContent
  const isOpen = pk === list.dataset.current
  const says = (key) => list.preferences.get(key)
  if (document.visibilityState === "visible") {
    const open = () => row.querySelector(".conversation-link").click()
    if (!isOpen && says("notify_toast")) toast(`“${name}” has an answer.`, { action: { label: "Open", run: open } })
  } else {
    if (isOpen && says("notify_toast")) toast("The answer is complete.", { kind: "success" })
    alone(`${pk} ${row.dataset.sort}`, () => {
      if (says("notify_sound")) sound()
      if (says("notify_desktop")) desktop(name, pk)
    })
  }
}

/** Of several tabs that hear of the same, one does it: whoever gets the lock, and holds it until the others have asked. */
function alone(what, then) {
  if (!navigator.locks) return then()
  const held = async (lock) => {
    if (!lock) return
    try {
      then()
    } catch (error) {
      console.warn(error) // no loudspeaker: the others have none either
    }
    await new Promise((resolve) => setTimeout(resolve, HELD_MS))
  }
  navigator.locks.request(`chat.told ${what}`, { ifAvailable: true }, held)
}

function desktop(name, pk) {
  if (globalThis.Notification?.permission !== "granted") return
  const notice = new Notification("The answer is complete", { body: name, tag: pk })
  notice.onclick = () => {
    window.focus()
    location.assign(`/chat/${pk}/`)
  }
}

/** Two short notes. A browser that has not been clicked in says nothing. */
function sound() {
  const context = new AudioContext()
  for (const [at, frequency] of SOUND_HZ.entries()) {
    const note = new OscillatorNode(context, { frequency })
    const volume = new GainNode(context, { gain: 0.06 })
    note.connect(volume).connect(context.destination)
    note.start(context.currentTime + at * NOTE_S)
    note.stop(context.currentTime + (at + 1) * NOTE_S)
  }
  setTimeout(() => context.close(), 1_000)
}
