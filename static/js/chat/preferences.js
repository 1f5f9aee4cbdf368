import { request } from "../http.js"
import { live } from "../live/live.js"
import { ask } from "../live/request.js"
import { toast } from "../pieces/toast.js"
import { uuid } from "../settings/uuid.js"

/** The preferences that the chat goes by, as they are now; `control` is the switch of one of them. */
export class Preferences {
  #shown
  #control

  constructor({ settings, preferences }, control, signal) {
    this.#shown = preferences
    this.#control = control
    const leave = live.subscribe({
      topics: settings,
      fetch: (signal) => ask("/settings/state/", { signal }),
      replace: ({ preferences }) => this.#replace(preferences),
      apply: ({ op, key, value }) => void (op === "set" && this.#replace({ [key]: value })),
    })
    signal.addEventListener("abort", leave)
    control.addEventListener("change", () => this.#save(control.name, control.checked), { signal })
    this.#draw()
  }

  get(key) {
    return this.#shown[key]?.value
  }

  #replace(fresh) {
    for (const [key, value] of Object.entries(fresh)) if (key in this.#shown && value) this.#shown[key] = value
    this.#draw()
  }

  #draw() {
    this.#control.checked = Boolean(this.get(this.#control.name))
  }

  async #save(key, value) {
    const changes = { [key]: { value, base_version: this.#shown[key].version } }
    const json = { user: Number(document.body.dataset.user), mutation_id: uuid(), changes }
    try {
      const { results } = await request("/settings/save/", { method: "POST", json })
      this.#replace(results)
      if (this.get(key) !== value) toast("Another tab changed this meanwhile.", { kind: "warning" })
    } catch (error) {
      toast(`Not saved. ${error.message}`, { kind: "error" })
      this.#draw()
    }
  }
}
