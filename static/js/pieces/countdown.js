const TICK_MS = 1_000

/** Says how long a provider still takes no requests, beside its [data-retry-at]. */
export function wireCountdown(root, signal) {
  const tick = () => root.querySelectorAll("[data-retry-at]").forEach(show)
  const timer = setInterval(tick, TICK_MS)
  tick()
  signal.addEventListener("abort", () => clearInterval(timer))
}

function show(element) {
  const seconds = Math.ceil((new Date(element.dataset.retryAt) - Date.now()) / 1_000)
  const words = seconds > 0 ? `Try again in ${inWords(seconds)}.` : "You can try again now."
  if (element.textContent !== words) element.textContent = words
}

function inWords(seconds) {
  return seconds < 90 ? `${seconds} s` : `${Math.ceil(seconds / 60)} min`
}
