const STEPS = [
  [86_400, "day"],
  [3_600, "h"],
  [60, "min"],
]
const TICK_MS = 15_000

/** "just now", "3 min ago", "2 days ago": how long ago a moment was, in one unit. */
export function ago(moment, now = Date.now()) {
  const seconds = Math.max(0, Math.round((now - new Date(moment)) / 1000))
  const step = STEPS.find(([length]) => seconds >= length)
  if (!step) return seconds < 10 ? "just now" : `${Math.floor(seconds / 10) * 10} s ago`
  const count = Math.floor(seconds / step[0])
  return step[1] === "day" ? `${count} ${count === 1 ? "day" : "days"} ago` : `${count} ${step[1]} ago`
}

/** Keep all <time data-relative> of the page going. */
export function wireTimes(root) {
  const tick = () => root.querySelectorAll("time[data-relative]").forEach(show)
  setInterval(tick, TICK_MS)
  tick()
  root.addEventListener("pointerover", ({ target }) => target.matches?.("time[data-relative]") && showExact(target))
}

/** Exactly, in the time zone of whoever reads it, which the badge of the page knows; what arrived live was rendered for everybody. */
function showExact(element) {
  const zone = document.querySelector("#profile-badge [data-time-zone]")?.dataset.timeZone
  if (zone) element.title = exact(element.dateTime, zone)
}

export function exact(moment, timeZone) {
  const day = { day: "numeric", month: "short", year: "numeric" }
  const time = { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" }
  const words = new Intl.DateTimeFormat("en-GB", { ...day, ...time, timeZone, timeZoneName: "short" })
  return words.format(new Date(moment))
}

function show(element) {
  const words = ago(element.dateTime)
  if (element.textContent !== words) element.textContent = words
}
