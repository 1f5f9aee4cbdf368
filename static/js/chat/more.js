import { ask } from "../live/request.js"
import { toast } from "../pieces/toast.js"

const AHEAD_PX = 400

/** Brings more of the list when one comes near its end. The region then fetches down to there, so they stay. */
export class More {
  #region
  #scroller
  #loading = false

  constructor(region, scroller, signal) {
    this.#region = region
    this.#scroller = scroller
    scroller.addEventListener("scroll", () => this.#near && this.load(), { passive: true, signal })
  }

  get #list() {
    return this.#region.querySelector("#conversations")
  }

  get #near() {
    const { scrollTop, clientHeight, scrollHeight } = this.#scroller
    return scrollTop + clientHeight > scrollHeight - AHEAD_PX
  }

  async load() {
    const { end } = this.#list.dataset
    if (this.#loading || !end || !this.#list.checkVisibility()) return
    this.#loading = true
    try {
      this.#put(await ask(`/chat/list/older/?before=${encodeURIComponent(end)}`, { headers: { Accept: "text/html" } }))
    } catch (error) {
      toast(error.message, { kind: "error" })
    }
    this.#loading = false
  }

  #put(html) {
    const template = document.createElement("template")
    template.innerHTML = html
    const fresh = template.content.firstElementChild
    const key = fresh.querySelector(".conversation:last-of-type")?.dataset.sort
    if (fresh.dataset.end) this.#list.dataset.end = fresh.dataset.end
    else delete this.#list.dataset.end
    this.#list.append(...[...fresh.children].filter(({ id }) => !document.getElementById(id)))
    if (!key) return
    const address = new URL(this.#region.dataset.src, location.href)
    address.searchParams.set("until", key)
    this.#region.dataset.src = address.pathname + address.search
  }
}
