import { live } from "../live/live.js"
import { ask } from "../live/request.js"
import { toast } from "../pieces/toast.js"

const SOUND_HZ = [660, 880]
const NOTE_S = 0.12
const HELD_MS = 3_000
/** What is said of each way in which a reply ends; of one that somebody stopped, nothing. */
const ENDS = {
  done: { kind: "success", here: "The answer is complete.", there: (name) => `“${name}” has an answer.` },
  failed: { kind: "warning", here: "The answer failed.", there: (name) => `“${name}” could not be answered.` },
  interrupted: { kind: "warning", here: "The answer was interrupted.", there: (name) => `The answer in “${name}” was interrupted.` },
}
const { user } = document.body.dataset

/**
 * Whatever page of the site is open tells of a reply that ended while nobody looked at it: a sound and a desktop notification, once for
 * all tabs of this browser, where no tab is looked at; a message on the page where another conversation or page is.
 */
function follow() {
  live.subscribe({
    topics: { [`user.${user}.conversations`]: Number(document.documentElement.dataset.conversations ?? 0) },
    fetch: (signal) => ask("/chat/place/", { signal }),
    apply: ({ op, key, value }) => void (op === "set" && key === "ended" && value && ended(value)),
    replace() {},
  })
}

async function ended({ conversation, name, state, reply }) {
  const words = ENDS[state]
  const isOpen = document.querySelector("chat-list")?.dataset.current === conversation
  const isHidden = document.visibilityState !== "visible"
  if (!words || (isOpen && !isHidden)) return
  const { preferences } = await ask("/chat/place/")
  const says = (key) => preferences[key]?.value
  const action = isOpen ? undefined : { label: "Open", run: () => location.assign(`/chat/${conversation}/`) }
  if (says("notify_toast")) toast(isOpen ? words.here : words.there(name), { kind: isOpen || state !== "done" ? words.kind : "info", action })
  if (!isHidden) return
  alone(`${conversation} ${reply}`, () => {
    if (says("notify_sound")) sound()
    if (says("notify_desktop")) desktop(words.here.replace(/\.$/, ""), name, conversation)
  })
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

function desktop(words, name, pk) {
  if (globalThis.Notification?.permission !== "granted") return
  const notice = new Notification(words, { body: name, tag: pk })
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

if (user) follow()
