const FIELDS = '[data-composer] textarea, .message-editor textarea, .conversation-rename input, [data-search]'
const OPEN = "dialog[open], :popover-open, [data-pending] .message"
const READING_PX = 80
const TYPED_MS = 5_000
let typed = -Infinity

document.addEventListener("input", () => (typed = performance.now()), true)

/** Whether this tab is to be left where it is: something is written, was just typed, is open, waits to be sent, or older messages are read. */
export function isBusy() {
  const hasText = [...document.querySelectorAll(FIELDS)].some(({ value }) => value.trim())
  const scroller = document.querySelector(".thread [data-scroll]")
  const isReading = scroller && scroller.scrollTop < -READING_PX // its end is at 0
  return hasText || Boolean(isReading) || performance.now() - typed < TYPED_MS || Boolean(document.querySelector(OPEN))
}
