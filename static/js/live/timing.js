import { wantedTiming } from "./debug.js"

/** All times of the live client, in ms. */
export const timing = {
  gap: 300, // how long a frame from the future waits for the ones before it
  jitter: 250, // regions of a thousand pages do not all fetch at once
  debounce: 300, // a region that takes no patches fetches at most this often
  fetchLimit: 15_000,
  shortestWait: 500,
  longestWait: 15_000,
  silence: 30_000, // the server pings every 10 s; a socket this silent is dead
  pollAfter: 10_000,
  pollEvery: 3_000,
  askAfter: 400, // a login in another tab has set its cookie by then
  noticeFor: 8_000,
  ...wantedTiming,
}
