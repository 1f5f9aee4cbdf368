/** The address of the region says from where to where it shows cards, so that it fetches what stands there. */
export function tellRange(region) {
  const list = region.querySelector("#gallery")
  const [path, query] = region.dataset.src.split("?")
  const asked = new URLSearchParams(query)
  const cards = cardsOf(list)
  for (const name of ["from", "until", "seen", "after", "date"]) asked.delete(name)
  const { start, seen } = list.dataset
  if (start) asked.set("from", start)
  if (start && seen) asked.set("seen", seen)
  if (cards.length) asked.set("until", cards.at(-1).dataset.sort)
  region.dataset.src = asked.size ? `${path}?${asked}` : path
}

export function cardsOf(list) {
  return [...list.querySelectorAll(".image-card")]
}

export function find(element, id) {
  return element.querySelector(`#${CSS.escape(id)}`)
}

export function set(list, name, value) {
  if (value) list.dataset[name] = value
  else delete list.dataset[name]
}
