const TYPING = "input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable]"
const ALONG = { ArrowRight: 1, ArrowLeft: -1 }
const ACROSS = { ArrowDown: 1, ArrowUp: -1 }

/** Arrows go from image to image, Enter opens, L likes; / goes to the search, G to the prompt. */
export function wireKeys(gallery, signal) {
  const press = (event) => {
    const { key, target } = event
    if (isTaken(event)) return
    const does = target.closest?.(".image-card") ? onCard(target.closest(".image-card"), key) : anywhere(gallery, key)
    if (!does) return
    event.preventDefault()
    does()
  }
  document.addEventListener("keydown", press, { signal })
}

/** Whether a key belongs to what is typed, or to something that lies above the page. */
export function isTaken({ defaultPrevented, ctrlKey, metaKey, altKey, target }) {
  return defaultPrevented || ctrlKey || metaKey || altKey || target.closest?.(TYPING) || document.querySelector("dialog[open]")
}

function onCard(card, key) {
  const cards = seenOf(card.parentElement)
  const step = ALONG[key] ?? (ACROSS[key] ?? 0) * columnsOf(card.parentElement)
  const next = cards[cards.indexOf(card) + step]
  if (step) return next && (() => focus(next))
  if (key.toLowerCase() === "l") return () => card.querySelector('[data-deed="like"]')?.click()
  return null
}

function anywhere(gallery, key) {
  if (key === "/") return () => gallery.querySelector('[type="search"]').focus()
  if (key === "ArrowDown" && document.activeElement === document.body) return first(gallery)
  if (key.toLowerCase() === "g") return () => gallery.querySelector("#prompt").focus()
  return null
}

function first(gallery) {
  const [card] = seenOf(gallery)
  return card && (() => focus(card))
}

/** What staff hid of their own stands there twice, once unseen. */
function seenOf(element) {
  return [...element.querySelectorAll(".image-card")].filter((card) => card.checkVisibility())
}

function focus(card) {
  const link = card.querySelector("[data-open]")
  link.focus({ preventScroll: true })
  link.scrollIntoView({ block: "nearest" })
}

/** How many images stand side by side. */
export function columnsOf(list) {
  return getComputedStyle(list).gridTemplateColumns.split(" ").length
}
