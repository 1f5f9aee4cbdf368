/** localStorage["live.debug"] = "1" prints every message and decision, and opens `window.live` to tests. */

function stored(key) {
  try {
    return localStorage.getItem(key)
  } catch {
    return null // Storage may be forbidden; then there is no debugging.
  }
}

export const debugging = stored("live.debug") === "1"

export const log = debugging ? (...what) => console.info("live", ...what) : () => {}

/** Other times, in ms, that a tester wrote into localStorage["live.timing"] as JSON. */
export const wantedTiming = (debugging && JSON.parse(stored("live.timing") ?? "null")) || {}
