/** Copies a text that is still to come: some browsers allow that only where it was promised at the click. Returns whether it did. */
export async function copy(fetchText) {
  const text = fetchText()
  try {
    if (!navigator.clipboard) return copyOldWay(await text)
    const blob = text.then((words) => new Blob([words], { type: "text/plain" }))
    await navigator.clipboard.write([new ClipboardItem({ "text/plain": blob })])
    return true
  } catch {
    return copyOldWay(await text)
  }
}

/** Where there is no clipboard to scripts: a site without TLS in a local network. */
function copyOldWay(text) {
  const field = document.createElement("textarea")
  field.value = text
  field.className = "visually-hidden"
  document.body.append(field)
  field.select()
  const done = document.execCommand("copy")
  field.remove()
  return done
}
