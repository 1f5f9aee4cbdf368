import { csrfToken, refreshToken } from "./request.js"

const retried = new WeakSet() // elements whose request is under way a second time

/** htmx requests carry the token of now, try a stale one once more, and show the 422 of a form. */
export function wireHtmx(root) {
  root.addEventListener("htmx:configRequest", carryToken)
  root.addEventListener("htmx:beforeSwap", showRejected)
  root.addEventListener("htmx:responseError", ({ detail }) => detail.xhr.status === 403 && retry(detail))
}

function carryToken({ detail: { headers, parameters } }) {
  headers["X-CSRFToken"] = csrfToken()
  // Django reads a form's own field first, and that is as old as the page.
  if (parameters.csrfmiddlewaretoken !== undefined) parameters.csrfmiddlewaretoken = csrfToken()
}

function showRejected({ detail }) {
  if (detail.xhr.status !== 422) return
  detail.shouldSwap = true
  detail.isError = false
}

/** Only where the token was the trouble: it is another one after asking for it. */
async function retry({ elt, target, requestConfig }) {
  const { verb, path, headers, triggeringEvent } = requestConfig
  if (verb === "get" || retried.has(elt)) return
  retried.add(elt)
  try {
    await refreshToken()
    if (csrfToken() === headers["X-CSRFToken"]) return
    await globalThis.htmx.ajax(verb, path, { source: elt, event: triggeringEvent, target })
  } finally {
    retried.delete(elt)
  }
}
