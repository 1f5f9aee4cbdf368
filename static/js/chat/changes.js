const LONGEST = 600 // characters that are read aloud

/**
 * What happens among the messages, whoever does it: `on` = {changed(), arrived(), finished(article, words), lost(text)}.
 * Code blocks and messages get their buttons here: `template(name)` gives what they are made of.
 */
export function watch(region, template, on, signal) {
  const observer = new MutationObserver((records) => {
    for (const record of records) look(record, template, on)
    if (!records.every(isWriting)) on.changed()
  })
  const attributes = { attributes: true, attributeFilter: ["data-checkpoint", "data-gone"], attributeOldValue: true }
  observer.observe(region, { childList: true, subtree: true, ...attributes })
  signal.addEventListener("abort", () => observer.disconnect())
  addButtons(region, template)
}

/** The words of a reply, which come many times a second. */
function isWriting({ type, target }) {
  return type === "childList" && Boolean((target.closest ? target : target.parentElement).closest(".message-text, .message-thoughts"))
}

function look({ type, target, oldValue, addedNodes, removedNodes }, template, on) {
  if (type === "attributes") {
    if (target.matches(".message") && oldValue !== null && !target.hasAttribute("data-checkpoint")) on.finished(target, wordsOf(target))
    return
  }
  for (const node of addedNodes) {
    if (node.nodeType !== Node.ELEMENT_NODE) continue
    if (!node.matches("[data-added]")) addButtons(node, template)
    if (node.matches(".message")) on.arrived()
  }
  for (const node of removedNodes) if (node.nodeType === Node.ELEMENT_NODE) rescue(node, on)
}

function addButtons(root, template) {
  for (const head of all(root, ".code-head")) if (!head.querySelector("[data-added]")) head.append(copyOf(template("copy")))
  for (const foot of all(root, ".message-foot")) {
    const tools = foot.closest(".message-user") ? "tools-user" : "tools-assistant"
    if (!foot.querySelector(".message-actions")) foot.insertBefore(copyOf(template(tools)), foot.querySelector(".message-facts"))
  }
}

function all(root, selector) {
  return root.matches(selector) ? [root] : root.querySelectorAll(selector)
}

function copyOf(template) {
  return template.content.firstElementChild.cloneNode(true)
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
