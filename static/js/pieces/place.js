const GAP = 6
const EDGE = 8

/** Where a box goes beside its anchor: below if it fits, else above; its start at the anchor's start, kept on the screen. */
export function place(anchor, box, screen, { above = false, rtl = false } = {}) {
  const under = anchor.bottom + GAP
  const over = anchor.top - GAP - box.height
  const fitsUnder = under + box.height <= screen.height - EDGE
  const top = (above && over >= EDGE) || (!fitsUnder && over >= EDGE) ? over : under
  const left = rtl ? anchor.right - box.width : anchor.left
  return {
    left: between(EDGE, left, screen.width - box.width - EDGE),
    top: between(EDGE, top, screen.height - box.height - EDGE),
  }
}

function between(least, value, most) {
  return Math.max(least, Math.min(value, most))
}
