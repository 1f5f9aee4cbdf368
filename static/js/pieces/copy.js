const SHOWN_MS = 2000

/** A button [data-copy="<selector>"] copies the text of the nearest such element beside it, and says so. */
export function wireCopying(root) {
  root.addEventListener("click", async ({ target }) => {
    const button = target.closest("[data-copy]")
    if (button) answer(button, await copied(sourceOf(button).textContent))
  })
}

function sourceOf(button) {
  return (button.closest(".code") ?? document).querySelector(button.dataset.copy)
}

async function copied(text) {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    return false // not allowed here, or not a secure address
  }
}

function answer(button, done) {
  const words = done ? "Copied" : "Couldn't copy. Select the text instead"
  button.dataset.label ??= button.getAttribute("aria-label")
  button.setAttribute("aria-label", words)
  button.dataset.answer = done ? "done" : "failed"
  clearTimeout(button.waiting)
  button.waiting = setTimeout(() => reset(button), SHOWN_MS)
}

function reset(button) {
  button.setAttribute("aria-label", button.dataset.label)
  delete button.dataset.answer
}
