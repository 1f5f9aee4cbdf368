/** Dialogs open from [data-opens="<id>"] and close at a click beside them. */
export function wireDialogs(root) {
  root.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-opens]")
    if (opener) document.getElementById(opener.dataset.opens)?.showModal()
    else if (event.target.matches("dialog[data-dialog]") && isBeside(event)) event.target.close("")
  })
}

/** Whether a click on a dialog's element hit its backdrop. A key press that clicks has no place (0, 0). */
function isBeside({ target, clientX, clientY, detail }) {
  const box = target.getBoundingClientRect()
  const inside = clientX >= box.left && clientX <= box.right && clientY >= box.top && clientY <= box.bottom
  return detail > 0 && !inside
}
