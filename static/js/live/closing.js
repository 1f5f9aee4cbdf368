const TOO_LARGE = { then: "reconnect", notice: "A message from this tab was too large. It is connecting again." }
const TOO_SLOW = { then: "reconnect", notice: "This connection was too slow to keep up. It is connecting again." }

/** What the page does after each close code of the socket. `notice`: the words that it shows meanwhile. */
const MEANINGS = {
  4401: { then: "ask" },
  4403: { then: "stop", notice: "Live updates are not allowed here." },
  4408: { then: "reconnect", notice: "Too many messages from this tab. Live updates pause for a moment." },
  4409: { then: "reconnect", notice: "Too many open tabs. Close one, and this one goes live again." },
  1009: TOO_LARGE,
  4009: TOO_LARGE, // Daphne cannot send codes from 1001 to 2999
  1013: TOO_SLOW,
  4013: TOO_SLOW,
}

/** {then: "reconnect" | "ask" | "stop", notice?} */
export function meaning(code) {
  return MEANINGS[code] ?? { then: "reconnect" }
}
