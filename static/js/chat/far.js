const NEAR = "100% 0px" // a screen above and below
const observers = new WeakMap() // scroller → its observer

/**
 * From now on `data-far` says whether a group of blocks or a run of parts is far from what is read: then the browser leaves it
 * alone. What is in sight never changes its kind of layout, or the browser would lose hold of the place that is read.
 */
export function watch(element) {
  const scroller = element.closest("[data-scroll]")
  if (!scroller) return
  if (!observers.has(scroller)) observers.set(scroller, new IntersectionObserver(mark, { root: scroller, rootMargin: NEAR }))
  observers.get(scroller).observe(element)
}

function mark(entries) {
  for (const { target, isIntersecting } of entries) target.toggleAttribute("data-far", !isIntersecting)
}
