const STATES = { live: "Live", connecting: "Connecting…", offline: "Offline", polling: "Polling" }

/** The state of the connection: {words, ticking}. What ticks is only for eyes. */
export function wordsFor(state, retryAt, now) {
  if (state !== "offline" || !retryAt) return { words: STATES[state], ticking: "" }
  return { words: "Offline, retrying", ticking: ` in ${Math.max(0, Math.ceil((retryAt - now) / 1000))} s` }
}
