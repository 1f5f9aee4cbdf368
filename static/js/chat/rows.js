import { request } from "../http.js"
import { place } from "../pieces/place.js"
import { toast } from "../pieces/toast.js"
import { rename } from "./rename.js"

const NONE = { left: 0, top: 0, right: 0, bottom: 0 }

/** What one can do with a conversation: its menu, which goes to the row whose button opens it. */
export class Rows {
  #root
  #menu
  #row = null // whose menu is open

  constructor(root, signal) {
    this.#root = root
    this.#menu = root.querySelector("#conversation-menu")
    root.addEventListener("click", (event) => this.#click(event), { signal })
    this.#menu.addEventListener("toggle", ({ newState }) => newState === "closed" && this.#closed(), { signal })
  }

  rename(row) {
    const name = row.querySelector("[data-name]").textContent
    rename(row, this.#root.querySelector('[data-template="rename"]'), name, (name) => this.#post(row, "change/", { name }))
  }

  async remove(row) {
    const { pk } = row.dataset
    const name = row.querySelector("[data-name]").textContent
    if (await this.#post(row, "delete/")) toast(`“${shortened(name)}” is deleted.`, undoing(`/chat/${pk}/restore/`))
  }

  async clear() {
    const answer = await post("/chat/clear/")
    if (answer) toast("All conversations are deleted.", undoing("/chat/restore/", { at: answer.at }))
  }

  #click({ target }) {
    const button = target.closest("[data-conversation-menu]")
    const item = target.closest("#conversation-menu [data-act]")
    if (button) this.#open(button)
    else if (item && this.#row) this.#act(item.dataset.act, this.#row)
  }

  #open(button) {
    const row = button.closest(".conversation")
    if (this.#row === row && this.#menu.matches(":popover-open")) return this.#menu.hidePopover()
    this.#menu.hidePopover()
    row.append(this.#menu)
    this.#row = row
    this.#label(row)
    button.setAttribute("aria-expanded", "true")
    this.#menu.showPopover()
    this.#beside(button)
  }

  #label({ dataset }) {
    const label = (act) => this.#menu.querySelector(`[data-act="${act}"] [data-label]`)
    label("pin").textContent = "pinned" in dataset ? "Unpin" : "Pin"
    label("archive").textContent = "archived" in dataset ? "Unarchive" : "Archive"
    for (const link of this.#menu.querySelectorAll('[data-act="export"]')) link.href = `/chat/${dataset.pk}/export/${link.dataset.query ?? ""}`
  }

  #beside(button) {
    const { offsetWidth: width, offsetHeight: height } = this.#menu
    const screen = { width: document.documentElement.clientWidth, height: innerHeight }
    const { left, top } = place(button.isConnected ? button.getBoundingClientRect() : NONE, { width, height }, screen)
    Object.assign(this.#menu.style, { inset: "auto", margin: "0", left: `${left}px`, top: `${top}px` })
  }

  #closed() {
    const button = this.#row?.querySelector("[data-conversation-menu]")
    button?.setAttribute("aria-expanded", "false")
    if (this.#menu.contains(document.activeElement) || document.activeElement === document.body) button?.focus({ preventScroll: true })
  }

  #act(act, row) {
    const { dataset } = row
    if (act === "rename") this.rename(row)
    else if (act === "pin") this.#post(row, "change/", { pinned: !("pinned" in dataset) })
    else if (act === "archive") this.#archive(row)
    else if (act === "delete") this.remove(row)
  }

  async #archive(row) {
    const archived = !("archived" in row.dataset)
    const { pk } = row.dataset
    if (!(await this.#post(row, "change/", { archived })) || !archived) return
    toast("Archived.", undoing(`/chat/${pk}/change/`, { archived: false }))
  }

  #post({ dataset }, what, json) {
    return post(`/chat/${dataset.pk}/${what}`, json)
  }
}

/** Gives the answer, or nothing after it has said why there is none. */
async function post(url, json = {}) {
  try {
    return await request(url, { method: "POST", json })
  } catch (error) {
    toast(error.message, { kind: "error" })
    return null
  }
}

function undoing(url, json) {
  return { action: { label: "Undo", run: () => post(url, json) } }
}

function shortened(name) {
  return name.length > 40 ? `${name.slice(0, 40)}…` : name
}
