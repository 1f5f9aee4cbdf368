import { timing } from "./timing.js"

/** Full jitter: a random wait, in ms, below a bound that doubles with each attempt (0, 1, 2, …). */
export function backoff(attempt, random, { shortestWait, longestWait } = timing) {
  const bound = Math.min(longestWait, shortestWait * 2 ** (attempt + 1))
  return shortestWait + random() * Math.max(0, bound - shortestWait)
}
