import { ask } from "../live/request.js"

const MOST_TRIES = 3
const PLACES = ["from", "until", "seen", "after", "date"]

/**
 * The page of cards on one side ("after", "before") of a sort key: {list, isOlder}. One that is older than what the region shows would
 * bring back what a frame has taken away meanwhile, so it is asked for again; `isOlder` where even the last one was.
 */
export async function pageBeside(region, side, key) {
  const asked = new URLSearchParams(region.dataset.src.split("?")[1])
  for (const name of PLACES) asked.delete(name)
  asked.set(side, key)
  for (let tries = 1; ; tries++) {
    const template = document.createElement("template")
    template.innerHTML = await ask(`/generations/cards/?${asked}`, { headers: { Accept: "text/html" } })
    const list = template.content.firstElementChild
    const isOlder = isBefore(JSON.parse(list.dataset.topics), JSON.parse(region.dataset.topics))
    if (!isOlder || tries === MOST_TRIES) return { list, isOlder }
  }
}

function isBefore(topics, shown) {
  return Object.entries(topics).some(([topic, version]) => version < shown[topic])
}
