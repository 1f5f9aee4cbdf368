import { watch } from "./far.js"

/**
 * The lines of a growing code block and the items of a growing list stand in runs: elements [data-parts] beside each other.
 * To show one part more, the browser lays out its run and glances at the other runs, not at each part.
 */
const RUN = 64 // parts

/** {run, part}: where part number `at` of a block stands or will, with nothing but its run from there on. Null where parts are missing. */
export function partAt(block, at) {
  const first = block.querySelector("[data-parts]")
  if (!first) return null
  const runs = first.parentElement.children
  let number = Math.min(Math.floor(Math.max(at - 1, 0) / RUN), runs.length - 1)
  let run = runs[number]
  for (; at - number * RUN > RUN && run.children.length > RUN; number++) run = split(run)
  while (run.nextSibling) run.nextSibling.remove()
  const local = at - number * RUN
  if (run.children.length < local) return null
  return { run, part: local ? afterPart(run.children[local - 1]) : run.firstChild }
}

/** Moves what a run has beyond its length to another one after it. */
function split(run) {
  const next = run.cloneNode(false)
  if (run.nodeName === "OL") next.start = run.start + RUN
  const range = document.createRange()
  range.setStartBefore(afterPart(run.children[RUN - 1]))
  range.setEndAfter(run.lastChild)
  next.append(range.extractContents())
  run.after(next)
  watch(run)
  return next
}

/** The line end after an item belongs to it. */
function afterPart(part) {
  const next = part.nextSibling
  return next?.nodeType === Node.TEXT_NODE && !next.data.trim() ? next.nextSibling : next
}
