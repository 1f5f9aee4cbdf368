const PROBLEMS = {
  0: "Couldn't reach the server. Nothing was saved or tested; try again when you are back.",
  401: "You were signed out. Sign in again to go on.",
  403: "This page is older than your session. Load it again.",
  404: "This provider is not offered any more.",
}
const OTHER = "The server couldn't do that just now. Try again in a moment."

/** One provider: puts a model of its list into the field, and says when a key or a test did not get through. */
export class ProviderPanel extends HTMLElement {
  connectedCallback() {
    for (const type of EVENTS) this.addEventListener(type, this)
  }

  disconnectedCallback() {
    for (const type of EVENTS) this.removeEventListener(type, this)
  }

  handleEvent({ type, target, detail }) {
    if (type === "click") this.#choose(target.closest("[data-model]")?.dataset.model)
    else if (type === "htmx:beforeRequest") this.#say("")
    else this.#say(PROBLEMS[detail.xhr?.status ?? 0] ?? OTHER)
  }

  /** As if the person had typed it: the settings save themselves from there. */
  #choose(model) {
    if (!model) return
    const input = this.querySelector(`[name="${CSS.escape(`provider.${this.dataset.provider}.model`)}"]`)
    input.value = model
    input.dispatchEvent(new Event("input", { bubbles: true }))
    input.focus()
  }

  #say(words) {
    const problem = this.querySelector("[data-problem]")
    problem.querySelector("span").textContent = words
    problem.hidden = !words
  }
}

const EVENTS = ["click", "htmx:beforeRequest", "htmx:responseError", "htmx:sendError"]

customElements.define("provider-panel", ProviderPanel)
