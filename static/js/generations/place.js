import { cardsOf } from "./range.js"

/** Where somebody reads: {asked: the query of what is shown, card: the first one that is seen, at: where it stands, top: of the page}. */
export function placeIn(region) {
  const [, asked = ""] = region.dataset.src.split("?")
  const list = region.querySelector("#gallery")
  const card = list && cardsOf(list).find((each) => each.getBoundingClientRect().bottom > 0)
  return { asked, card: card?.id, at: card?.getBoundingClientRect().top, top: scrollY }
}

/** The card is where it was, whatever came or went above it. Where it is gone, the page is. */
export function scrollToPlace({ card, at, top }) {
  const element = document.getElementById(card)
  if (element) scrollBy({ top: element.getBoundingClientRect().top - at, behavior: "instant" })
  else scrollTo({ top, behavior: "instant" })
}

/** Where one left the gallery stands in the entry of the history, so that Back and a reload lead there. */
export function keepPlace(gallery, signal) {
  const keep = () => history.replaceState({ ...history.state, place: gallery.window.place }, "")
  history.scrollRestoration = "manual"
  window.addEventListener("pagehide", keep, { signal })
  const place = history.state?.place
  if (place?.top) customElements.whenDefined("live-region").then(() => gallery.window.comeBack(place))
}
