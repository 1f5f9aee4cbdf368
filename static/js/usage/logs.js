import { live } from "../live/live.js"
import "../live/region.js"
import { Filters } from "./filters.js"
import { Midnight } from "./midnight.js"
import { Syncing } from "./syncing.js"

/**
 * A page of usage that is kept up to date while it is read. Its filters and links show in place, with the whole region loading;
 * what changes by itself is fetched in silence, and rows keep their order until the reader wants another.
 */
class UsageLogs extends HTMLElement {
  #ends = new AbortController()
  #address // of the region, without its query

  connectedCallback() {
    const { signal } = this.#ends
    this.region = this.querySelector("live-region")
    this.charts = this.querySelector("live-region#usage-charts")
    this.#address = this.region.dataset.src.split("?")[0]
    this.syncing = new Syncing(this.querySelector("[data-state]"), this.region, live, signal)
    this.filters = new Filters(this.querySelector("form"), (query, step) => this.go(query, step), signal)
    this.addEventListener("click", (event) => this.#follow(event), { signal })
    this.region.addEventListener("live-fetched", () => this.#keepOrder(), { signal })
    addEventListener("popstate", () => this.#back(), { signal })
    this.#keepOrder()
    new Midnight(this, () => this.#refresh(), signal)
  }

  disconnectedCallback() {
    this.#ends.abort()
  }

  /** Shows this query, and has it stand in the address: as a step to go back from, or in place of the last one. */
  go(query, step = "push") {
    const url = `${location.pathname}${query}`
    history[`${step}State`](null, "", url)
    return this.#show(query)
  }

  #back() {
    this.filters.show(location.search)
    this.#show(location.search)
  }

  #follow(event) {
    const link = event.target.closest("a[data-go]")
    if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return
    event.preventDefault()
    this.filters.show(link.search)
    this.go(link.search, link.search === location.search ? "replace" : "push")
  }

  async #show(query) {
    for (const link of document.querySelectorAll("[data-export]")) link.search = query
    this.charts?.show(`${this.charts.dataset.src.split("?")[0]}${query}`).catch(() => {})
    await this.syncing.loading(() => this.region.show(`${this.#address}${query}`))
  }

  /** What was today's is yesterday's now: in silence, as any other change. */
  #refresh() {
    for (const region of this.querySelectorAll("live-region")) region.show().catch(() => {})
  }

  /** From now on those who are shown are asked for by name. */
  #keepOrder() {
    const rows = [...this.region.querySelectorAll("[data-person]")].map((row) => row.dataset.person)
    if (!rows.length) return
    const query = new URLSearchParams(this.region.dataset.src.split("?")[1])
    query.delete("keep")
    this.region.dataset.src = `${this.#address}?${query}&keep=${rows.join()}`
  }
}

customElements.define("usage-logs", UsageLogs)
