import { live } from "../live/live.js"
import { wireCountdown } from "../pieces/countdown.js"

const POLL_MS = 2_000

/** Shows how far the images of a region are: messages of the live stream; without a socket the region itself, again and again. */
export function wireProgress(region, signal) {
  const cardsOf = (pk) => region.querySelectorAll(`[data-pk="${CSS.escape(pk)}"]:is([data-state="queued"], [data-state="running"])`)
  const hear = ({ detail }) => {
    for (const card of detail.image ? cardsOf(detail.image) : []) show(card, detail)
    for (const [pk, words] of detail.places ?? []) for (const card of cardsOf(pk)) say(card, words)
  }
  const poll = () => {
    const isMaking = region.querySelector('[data-state="queued"], [data-state="running"]')
    if (isMaking && live.state !== "live" && !region.isFetching) region.show().catch(() => {})
  }
  live.addEventListener("stream", hear, { signal })
  const timer = setInterval(poll, POLL_MS)
  signal.addEventListener("abort", () => clearInterval(timer))
  wireCountdown(region, signal)
}

function show(card, { progress, words, preview }) {
  say(card, words)
  const bar = card.querySelector("progress")
  if (bar && progress) bar.value = progress
  const picture = card.querySelector("[data-preview]")
  if (!picture || !preview) return
  picture.src = preview
  picture.hidden = false
}

function say(card, words) {
  const element = card.querySelector("[data-words]")
  if (element && element.textContent !== words) element.textContent = words
}
