import { request, RequestError } from "../http.js"

/** The two addresses of one person's settings. Both throw RequestError. */
export class Server {
  constructor(user, urls) {
    this.user = user
    this.urls = urls
  }

  /** Save a mutation; returns {key: result}. `options` are fetch's. */
  async save({ id, changes }, options) {
    const json = { user: this.user, mutation_id: id, changes }
    const answer = await request(this.urls.save, { method: "POST", json, ...options })
    if (!answer?.results) throw new RequestError(502, { message: "The server's answer could not be read." })
    return answer.results
  }

  /** Everything as it is now: {topics, preferences}. */
  async state(signal) {
    const state = await request(this.urls.state, { signal })
    if (state?.user !== this.user) throw new RequestError(401, { message: "Somebody else is signed in here now." })
    return state
  }
}
