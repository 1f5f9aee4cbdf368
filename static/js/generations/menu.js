import { copy } from "../pieces/clipboard.js"
import { place } from "../pieces/place.js"
import { toast } from "../pieces/toast.js"
import { post } from "./deeds.js"

const NOWHERE = { left: 0, top: 0, right: 0, bottom: 0 }

/** The menu of an image: it goes to the image whose button opens it. */
export class Menu {
  #menu
  #button = null

  constructor(root, signal) {
    this.#menu = root.querySelector("#image-menu")
    root.addEventListener("click", ({ target }) => this.#click(target), { signal })
    this.#menu.addEventListener("toggle", ({ newState }) => newState === "closed" && this.#closed(), { signal })
  }

  get #image() {
    return this.#button.closest("[data-pk]")
  }

  /** As it was written, however little of it is shown. */
  get #prompt() {
    const { dataset, textContent } = this.#image.querySelector("[data-prompt]")
    return dataset.prompt || textContent
  }

  #click(target) {
    const button = target.closest("[data-image-menu]")
    const item = target.closest("#image-menu button[data-act]")
    if (button) this.#open(button)
    else if (item && this.#button) this.#acts[item.dataset.act]?.(this.#image.dataset)
  }

  #open(button) {
    const isOpen = this.#button === button && this.#menu.matches(":popover-open")
    this.#menu.hidePopover()
    if (isOpen) return
    this.#button = button
    button.parentElement.append(this.#menu)
    this.#label(this.#image.dataset)
    button.setAttribute("aria-expanded", "true")
    this.#menu.showPopover()
    const anchor = button.isConnected ? button.getBoundingClientRect() : NOWHERE
    const { offsetWidth: width, offsetHeight: height } = this.#menu
    const { left, top } = place(anchor, { width, height }, { width: document.documentElement.clientWidth, height: innerHeight })
    Object.assign(this.#menu.style, { inset: "auto", margin: "0", left: `${left}px`, top: `${top}px` })
  }

  #label({ pk, author, visibility, hidden }) {
    const item = (act) => this.#menu.querySelector(`[data-act="${act}"]`)
    const isMine = author === document.body.dataset.user
    item("open").href = `/generations/${pk}/`
    item("download").href = `${this.#button.dataset.original}?download`
    item("visibility").hidden = !isMine
    item("report").hidden = isMine
    item("visibility").querySelector("[data-label]").textContent = visibility === "private" ? "Make public" : "Make private"
    if (!item("hide")) return
    item("hide").hidden = visibility === "private"
    item("hide").querySelector("[data-label]").textContent = hidden === undefined ? "Hide" : "Show again"
  }

  #acts = {
    copy: async () => {
      const words = this.#prompt
      toast((await copy(async () => words)) ? "Prompt copied." : "Couldn't copy. Select the text instead.")
    },
    visibility: ({ pk, visibility }) => post(pk, "visibility", { visibility: visibility === "private" ? "public" : "private" }),
    hide: ({ pk, hidden }) => post(pk, "hide", { hidden: hidden === undefined }),
    report: ({ pk }) => this.#report(pk),
  }

  #report(pk) {
    const dialog = document.getElementById("report-image")
    const form = dialog.querySelector("form")
    form.reset()
    dialog.returnValue = ""
    dialog.showModal()
    const close = async () => {
      const { reason, words } = Object.fromEntries(new FormData(form))
      const why = [reason, words.trim()].filter(Boolean).join(": ")
      if (dialog.returnValue === "yes" && (await post(pk, "report", { words: why }))) toast("Reported. Thank you for telling.", { kind: "success" })
    }
    dialog.addEventListener("close", close, { once: true })
  }

  #closed() {
    this.#button?.setAttribute("aria-expanded", "false")
    if (this.#menu.contains(document.activeElement) || document.activeElement === document.body) this.#button?.focus({ preventScroll: true })
  }
}
