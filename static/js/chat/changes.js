const LONGEST = 600 // characters that are read aloud

/**
 * What happens among the messages, whoever does it: `on` = {changed(), arrived(), finished(article, words), lost(text)}.
 * Code blocks get their copy button here.
 */
export function watch(region, copyButton, on, signal) {
  const observer = new MutationObserver((records) => {
    for (const record of records) look(record, copyButton, on)
    on.changed()
  })
  const attributes = { attributes: true, attributeFilter: ["data-checkpoint"], attributeOldValue: true }
  observer.observe(region, { childList: true, subtree: true, ...attributes })
  signal.addEventListener("abort", () => observer.disconnect())
  addCopyButtons(region, copyButton)
}

function look({ type, target, oldValue, addedNodes, removedNodes }, copyButton, on) {
  if (type === "attributes") {
    if (oldValue !== null && !target.hasAttribute("data-checkpoint")) on.finished(target, wordsOf(target))
    return
  }
  for (const node of addedNodes) {
    if (node.nodeType !== Node.ELEMENT_NODE) continue
    addCopyButtons(node, copyButton)
    if (node.matches(".message")) on.arrived()
  }
  for (const node of removedNodes) if (node.nodeType === Node.ELEMENT_NODE) rescue(node, on)
}

function addCopyButtons(root, button) {
  const heads = root.matches(".code-head") ? [root] : root.querySelectorAll(".code-head")
  for (const head of heads) if (!head.querySelector("[data-added]")) head.append(button.content.firstElementChild.cloneNode(true))
}

/** A message that was being edited went away: its new text does not. */
function rescue(node, on) {
  const field = node.matches(".message") ? node.querySelector(".message-editor textarea") : null
  const isSent = field?.closest("form").querySelector('[aria-busy="true"]')
  if (field && !isSent && field.value !== field.defaultValue) on.lost(field.value)
}

function wordsOf(article) {
  const problem = article.querySelector(".message-problem p")?.textContent ?? ""
  const text = article.querySelector(".message-text").textContent.trim()
  return [text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text, problem.trim()].filter(Boolean).join(" ")
}
