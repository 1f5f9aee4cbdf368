import { request } from "../http.js"
import { live } from "../live/live.js"
import { toast } from "../pieces/toast.js"
import { describeByDay } from "./days.js"
import { wireDrawer } from "./drawer.js"
import { wireDrafts } from "./drafts.js"
import { Here } from "./here.js"
import { wireKeys } from "./keys.js"
import { More } from "./more.js"
import { Preferences } from "./preferences.js"
import { Rows } from "./rows.js"
import { Search } from "./search.js"

const LATE_MS = 2_000
const AGAIN_MS = 60_000

/** The list of conversations beside the open one. It wires; the modules beside it think. */
class ChatList extends HTMLElement {
  #ends = new AbortController()
  #midnight = null

  connectedCallback() {
    const { signal } = this.#ends
    const around = JSON.parse(this.querySelector("#chat-around").textContent)
    const { current } = this.dataset
    this.region = this.querySelector("live-region#conversation-list")
    this.preferences = new Preferences(around, this.querySelector("#follow-tabs"), signal)
    this.here = new Here(current, around, this.preferences, signal)
    this.rows = new Rows(this, signal)
    this.more = new More(this.region, this.querySelector("[data-list-scroll]"), signal)
    this.search = new Search(this, signal)
    wireDrawer(this, signal)
    wireDrafts(current, signal)
    wireKeys(this, signal)
    this.#listen(signal)
    this.#mark()
    this.#tomorrow()
  }

  disconnectedCallback() {
    this.#ends.abort()
    clearTimeout(this.#midnight)
  }

  get links() {
    return [...this.querySelectorAll(".conversation-link")].filter((link) => link.checkVisibility())
  }

  #listen(signal) {
    const observer = new MutationObserver(() => this.#mark())
    observer.observe(this.querySelector("[data-list-scroll]"), { childList: true, subtree: true, attributes: true, attributeFilter: ["aria-current", "data-unread"] })
    signal.addEventListener("abort", () => observer.disconnect())
    this.addEventListener("click", ({ target }) => this.#act(target.closest("[data-list-act]")?.dataset.listAct), { signal })
    this.querySelector("[data-import]").addEventListener("change", ({ target }) => this.#import(target), { signal })
    document.addEventListener("visibilitychange", () => this.#mark(), { signal })
  }

  /** Which one is open is this tab's own affair: patches are the same for all tabs. */
  #mark() {
    const mine = this.querySelectorAll(`.conversation[data-pk="${CSS.escape(this.dataset.current)}"] > .conversation-link`)
    describeByDay(this.region)
    for (const link of mine) if (!link.hasAttribute("aria-current")) link.setAttribute("aria-current", "page")
    const unread = mine[0]?.parentElement.hasAttribute("data-unread")
    if (unread && document.visibilityState === "visible") this.#read()
  }

  #reading = false
  async #read() {
    if (this.#reading) return
    this.#reading = true
    await request(`/chat/${this.dataset.current}/read/`, { method: "POST", json: {} }).catch(() => {})
    this.#reading = false
  }

  #act(act) {
    if (act === "archived") this.search.toggleArchived()
    else if (act === "refresh") this.#refresh()
    else if (act === "clear") this.#clear()
    else if (act === "import") this.querySelector("[data-import]").click()
    else if (act === "shortcuts") document.getElementById("shortcuts")?.showModal()
  }

  async #refresh() {
    try {
      await live.refreshAll()
      toast("Up to date.", { kind: "success" })
    } catch (error) {
      if (error.name !== "AbortError") toast(error.message, { kind: "error" })
    }
  }

  async #import(field) {
    const body = new FormData()
    body.set("file", field.files[0])
    field.value = ""
    try {
      const { words } = await request("/chat/import/", { method: "POST", body })
      toast(words, { kind: "success" })
    } catch (error) {
      toast(error.message, { kind: "error" })
    }
  }

  #clear() {
    const dialog = document.getElementById("clear-all")
    dialog.returnValue = ""
    dialog.showModal()
    dialog.addEventListener("close", () => dialog.returnValue === "yes" && this.rows.clear(), { once: true })
  }

  /** At midnight what was today's is yesterday's. */
  #tomorrow() {
    const list = this.region?.querySelector("#conversations")
    const wait = new Date(list?.dataset.changesAt ?? NaN) - Date.now() + LATE_MS
    if (wait > 0 && wait < 2 ** 31) this.#turnIn(wait)
  }

  #turnIn(wait) {
    clearTimeout(this.#midnight)
    this.#midnight = setTimeout(() => this.region.show().then(() => this.#tomorrow(), () => this.#turnIn(AGAIN_MS)), wait)
  }
}

customElements.define("chat-list", ChatList)
