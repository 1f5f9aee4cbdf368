import "../live/region.js"
import { Filters } from "./filters.js"
import { Midnight } from "./midnight.js"

const CHARTS = ["days"] // what of the address the charts are about; all the rest is about the log

/** My usage: what is chosen shows in place, charts and log apart from each other; at midnight today's figures become yesterday's. */
class MyUsage extends HTMLElement {
  #ends = new AbortController()
  #query = ""

  connectedCallback() {
    const { signal } = this.#ends
    this.#query = location.search
    this.filters = new Filters(this.querySelector("form[role=search]"), (query, step) => this.#go(query, step), signal)
    this.addEventListener("click", (event) => this.#follow(event), { signal })
    addEventListener("popstate", () => this.#show(location.search), { signal })
    new Midnight(this, () => this.#refresh(), signal)
  }

  disconnectedCallback() {
    this.#ends.abort()
  }

  #go(query, step = "push") {
    history[`${step}State`](null, "", `${location.pathname}${query}`)
    this.#show(query)
  }

  /** A link changes one thing of the address; what else stands there was perhaps chosen after the link was drawn. */
  #follow(event) {
    const link = event.target.closest("a[data-go]")
    if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return
    event.preventDefault()
    const query = new URLSearchParams(location.search)
    const value = new URLSearchParams(link.search).get(link.dataset.go)
    if (value) query.set(link.dataset.go, value)
    else query.delete(link.dataset.go)
    this.#go(query.size ? `?${query}` : "")
  }

  #show(query) {
    this.filters.show(query)
    const [before, now] = [this.#query, query].map((text) => new URLSearchParams(text))
    this.#query = query
    if (charts(before) !== charts(now)) this.#region("usage-spent", query)
    if (rest(before) !== rest(now)) this.#region("usage-calls", query)
  }

  /** What fails leaves standing what was there; the next frame or choice tries again. */
  #region(id, query) {
    const region = this.querySelector(`#${id}`)
    region?.show(`${region.dataset.src.split("?")[0]}${query}`).catch(() => {})
  }

  #refresh() {
    for (const region of this.querySelectorAll("live-region")) region.show().catch(() => {})
  }
}

function charts(query) {
  return CHARTS.map((name) => query.get(name)).join()
}

function rest(query) {
  const values = new URLSearchParams(query)
  CHARTS.forEach((name) => values.delete(name))
  values.sort()
  return String(values)
}

customElements.define("my-usage", MyUsage)
