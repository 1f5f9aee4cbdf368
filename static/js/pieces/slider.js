/** Sliders: the number beside a range mirrors it, both ways; the track is filled up to the value. */
export function wireSliders(root) {
  root.addEventListener("input", atInput, true)
  root.addEventListener("change", atNumberLeft, true)
  for (const range of root.querySelectorAll(".slider-range")) paint(range)
}

function atInput({ target }) {
  if (target.matches(".slider-range")) paint(target)
  else if (target.matches(".slider-number") && target.value !== "") hand(target, rangeOf(target))
}

function atNumberLeft({ target }) {
  if (!target.matches(".slider-number")) return
  const range = rangeOf(target)
  paint(range, { settle: true })
  range.dispatchEvent(new Event("change", { bubbles: true }))
}

function hand(number, range) {
  // The range rounds and clamps by itself; what is being typed stays as it is until the number is left.
  range.value = number.value
  range.dispatchEvent(new Event("input", { bubbles: true }))
}

/** Show a range's value in its number and on its track. Call it after setting `range.value` from a script. */
export function paint(range, { settle = false } = {}) {
  const share = (range.value - range.min) / (range.max - range.min || 1)
  range.style.setProperty("--fill", `${share * 100}%`)
  const number = range.closest("[data-slider]")?.querySelector(".slider-number")
  if (number && (settle || number !== document.activeElement)) number.value = range.value
}

function rangeOf(number) {
  return number.closest("[data-slider]").querySelector(".slider-range")
}
