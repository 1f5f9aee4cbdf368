const UNSAFE = ["POST", "PUT", "PATCH", "DELETE"]
const WORDS = {
  0: "Couldn't reach the server.",
  401: "You were signed out. Sign in again to go on.",
  403: "You may not do that.",
  404: "That is not here any more.",
  413: "That is too large.",
  429: "Too many requests. Try again in a moment.",
}

/** A request that did not succeed. `status` 0: the server was not reached. `retryAfter` in seconds. */
export class RequestError extends Error {
  constructor(status, { code = "", message, fields = {} } = {}, retryAfter = null) {
    super(message || WORDS[status] || "The server could not do that just now.")
    Object.assign(this, { name: "RequestError", status, code, fields, retryAfter })
  }
}

/** The token as it is now: a login in another tab changes it. */
export function csrfToken() {
  return document.cookie.match(/(?:^|;\s*)(?:__Host-)?csrf=([^;]*)/)?.[1] ?? ""
}

/** Has the server set the token's cookie anew. */
export async function refreshToken() {
  await fetch("/live/token/", { credentials: "same-origin" }).catch(() => {})
}

/** Asks the server; gives parsed JSON or text. Throws RequestError, or AbortError when `signal` says so. */
export async function ask(url, options = {}) {
  try {
    return await once(url, options)
  } catch (error) {
    if (error.status !== 403 || error.code !== "csrf") throw error
    await refreshToken()
    return once(url, options)
  }
}

async function once(url, options) {
  const response = await reach(url, options)
  // Asked not to follow: only the login page is where our addresses redirect to.
  if (response.type === "opaqueredirect") throw new RequestError(401)
  const content = await read(response)
  if (response.ok) return content
  const retryAfter = Number(response.headers.get("Retry-After")) || null
  throw new RequestError(response.status, content?.error, retryAfter)
}

async function reach(url, { method = "GET", json, body, headers = {}, ...rest }) {
  const all = new Headers({ Accept: "application/json", ...headers })
  if (json !== undefined) all.set("Content-Type", "application/json")
  if (UNSAFE.includes(method)) all.set("X-CSRFToken", csrfToken())
  const content = json === undefined ? body : JSON.stringify(json)
  try {
    return await fetch(url, { method, body: content, headers: all, credentials: "same-origin", ...rest })
  } catch (error) {
    throw error.name === "AbortError" ? error : new RequestError(0)
  }
}

async function read(response) {
  if (!response.headers.get("Content-Type")?.startsWith("application/json")) return response.text()
  try {
    return await response.json()
  } catch {
    throw new RequestError(response.status, { code: "unreadable", message: "The server's answer could not be read." })
  }
}
