import { ask } from "../live/request.js"

const PAUSE_MS = 120
const STEPS = { ArrowDown: 1, ArrowUp: -1 }

/** What stands in the place of the list: what a search finds, or what is archived. Both are live regions of their own. */
export class Search {
  #root
  #field
  #other
  #timer = null
  #asking = null
  #archived = false

  constructor(root, signal) {
    this.#root = root
    this.#field = root.querySelector("[data-search]")
    this.#other = root.querySelector("[data-other]")
    this.#field.addEventListener("input", () => this.#later(), { signal })
    root.addEventListener("keydown", (event) => this.#key(event), { signal })
    if (this.#field.value) this.#show() // as it was before a reload
  }

  focus() {
    this.#field.focus()
    this.#field.select()
  }

  toggleArchived() {
    this.#archived = !this.#archived
    this.#field.value = ""
    this.#show()
  }

  #later() {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.#show(), this.#field.value ? PAUSE_MS : 0)
  }

  async #show() {
    this.#asking?.abort()
    const { current } = this.#root.dataset
    const q = this.#field.value.trim()
    const asked = q ? { q } : this.#archived ? { archived: "1" } : null
    this.#root.querySelector("[data-archived-head]").hidden = !this.#archived || Boolean(q)
    this.#root.querySelector('#list-menu [data-list-act="archived"] [data-label]').textContent = this.#archived ? "All conversations" : "Archived"
    if (!asked) return this.#put("")
    const { signal } = (this.#asking = new AbortController())
    try {
      this.#put(await ask(`/chat/list/?${new URLSearchParams({ ...asked, current })}`, { headers: { Accept: "text/html" }, signal }))
    } catch (error) {
      if (error.name !== "AbortError") this.#put(`<p class="conversations-none" role="alert"></p>`, error.message)
    }
  }

  #put(html, words) {
    const template = document.createElement("template")
    template.innerHTML = html
    if (words) template.content.firstElementChild.textContent = words
    this.#other.replaceChildren(document.importNode(template.content, true))
    this.#other.hidden = !html
    this.#root.querySelector("[data-all]").hidden = Boolean(html)
  }

  /** Arrows go through the conversations from the search field on; Enter in the field opens the first one; Escape ends the search. */
  #key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return
    const inField = event.target === this.#field
    const link = event.target.closest(".conversation-link")
    if (inField && event.key === "Enter") this.#root.links[0]?.click()
    else if (inField && event.key === "Escape" && this.#field.value) this.#clear(event)
    else if (event.key in STEPS && (inField || link)) this.#step(event, link)
  }

  #clear(event) {
    event.preventDefault()
    this.#field.value = ""
    this.#show()
  }

  #step(event, link) {
    const { links } = this.#root
    const to = links.indexOf(link) + STEPS[event.key]
    event.preventDefault()
    if (to < 0) this.focus()
    else links[to]?.focus()
  }
}
