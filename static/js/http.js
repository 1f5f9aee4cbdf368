import { live } from "./live/live.js"
import { ask, RequestError } from "./live/request.js"

export { RequestError }

/**
 * Asks the server: request(url, {method, json, body, headers, signal, keepalive}) → parsed JSON or text.
 * Frames that come with the answer are shown. Throws RequestError {status, code, message, fields, retryAfter}.
 */
export async function request(url, options) {
  const answer = await ask(url, options)
  if (Array.isArray(answer?.frames)) live.receive(answer.frames)
  return answer
}
