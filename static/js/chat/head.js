import { live } from "../live/live.js"
import { ask } from "../live/request.js"
import { Parameters } from "./parameters.js"

/** What stands above the messages: the name, the model and the parameters, in step with other tabs. */
export class Head {
  #root
  #parameters
  #onChange // ({answering, …}) => whoever else wants to know

  constructor(root, url, state, onChange, signal) {
    this.#root = root
    this.#onChange = onChange
    this.#parameters = new Parameters(root.querySelector("[data-change]"), url, onChange, signal)
    const leave = live.subscribe({
      topics: state.topics,
      fetch: (signal) => ask(`${url}state/`, { signal }),
      replace: ({ conversation }) => this.#show(conversation),
      apply: ({ op, key, value }) => void (op === "set" && key === "conversation" && value && this.#show(value)),
    })
    signal.addEventListener("abort", leave)
    this.#show(state.conversation)
  }

  /** Whether the server is just being told of a parameter: what is asked waits for it. */
  get isSaving() {
    return this.#parameters.isSaving
  }

  #show(conversation) {
    const title = this.#root.querySelector("[data-name]")
    if (title.textContent !== conversation.name) title.textContent = conversation.name
    document.title = `${conversation.name} · Lockstep`
    this.#root.querySelector("[data-answering]").hidden = !conversation.answering
    this.#parameters.show(conversation)
    this.#onChange(conversation)
  }
}
