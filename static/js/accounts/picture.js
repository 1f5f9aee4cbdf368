import { request } from "../http.js"
import { paint } from "../pieces/slider.js"
import { toast } from "../pieces/toast.js"
import "./crop.js"

const TOO_LARGE = "This file is larger than 10 MB. Choose a smaller one."
const NO_FILE = "That was no file. Choose a picture."

/** <picture-form>: choosing or dropping a picture opens the dialog in which the part that shows is chosen; removing it asks nothing. */
export class PictureForm extends HTMLElement {
  #leaving = null

  connectedCallback() {
    this.#leaving = new AbortController()
    this.#dialog.addEventListener("close", () => this.#forget(), this.#listening)
    this.#input.addEventListener("change", () => this.#input.files[0] && this.#open(this.#input.files[0]), this.#listening)
    this.addEventListener("submit", (event) => this.#submit(event), this.#listening)
    this.#listenToDrops()
    this.#listenToDialog()
  }

  disconnectedCallback() {
    this.#leaving.abort()
  }

  #listenToDrops() {
    const form = this.#form
    const over = (is) => form.classList.toggle("is-over", is)
    form.addEventListener("dragover", (event) => { event.preventDefault(); over(true) }, this.#listening)
    form.addEventListener("dragleave", ({ relatedTarget }) => form.contains(relatedTarget) || over(false), this.#listening)
    form.addEventListener("drop", (event) => {
      event.preventDefault()
      over(false)
      const [file] = event.dataTransfer.files
      if (file) this.#open(file)
      else this.#say(form, NO_FILE)
    }, this.#listening)
  }

  #listenToDialog() {
    this.#zoom.addEventListener("input", () => (this.#crop.zoom = this.#zoom.value), this.#listening)
    this.#crop.addEventListener("zoom", () => this.#showZoom(), this.#listening)
    this.querySelector("[data-cancel]").addEventListener("click", () => this.#dialog.close(), this.#listening)
    this.#use.addEventListener("click", () => this.#useSquare(), this.#listening)
  }

  async #open(file) {
    this.#say(this.#form, "")
    this.#say(this.#dialog, "")
    if (file.size > Number(this.dataset.largest)) return this.#refuse(TOO_LARGE)
    const picture = await createImageBitmap(file).catch(() => null)
    if (!picture) return this.#sendAsIs(file) // The server knows what is wrong with it, or can read what this browser cannot.
    this.#crop.show(picture)
    this.#showZoom()
    this.#dialog.showModal()
    this.#crop.focus()
  }

  async #sendAsIs(file) {
    try {
      await this.#send(file)
    } catch (error) {
      this.#refuse(error.message)
    }
  }

  async #useSquare() {
    this.#use.disabled = true
    this.#use.setAttribute("aria-busy", "true")
    try {
      await this.#send(await this.#crop.file())
      this.#dialog.close()
    } catch (error) {
      this.#say(this.#dialog, error.status ? error.message : "Couldn't reach the server. Try again in a moment; the picture stays here.")
    } finally {
      this.#use.disabled = false
      this.#use.removeAttribute("aria-busy")
    }
  }

  async #submit(event) {
    event.preventDefault()
    if (event.target === this.#form) return
    try {
      toast((await request(event.target.action, { method: "POST" })).message, { kind: "success" })
      this.#input.focus()
    } catch (error) {
      this.#refuse(error.message)
    }
  }

  async #send(file) {
    this.setAttribute("aria-busy", "true")
    const body = new FormData()
    body.set("avatar", file, "picture")
    try {
      toast((await request(this.#form.action, { method: "POST", body })).message, { kind: "success" })
    } finally {
      this.removeAttribute("aria-busy")
    }
  }

  #refuse(words) {
    this.#input.value = ""
    this.#say(this.#form, words)
  }

  #say(place, words) {
    const problem = place.querySelector("[data-problem]")
    problem.querySelector("span").textContent = words
    problem.hidden = !words
  }

  #showZoom() {
    this.#zoom.value = this.#crop.zoom
    paint(this.#zoom)
  }

  #forget() {
    this.#input.value = ""
    this.#crop.close()
    this.#input.focus()
  }

  get #listening() {
    return { signal: this.#leaving.signal }
  }

  get #form() { return this.querySelector(".picture") }
  get #input() { return this.querySelector("[type=file]") }
  get #dialog() { return this.querySelector("dialog") }
  get #crop() { return this.querySelector("picture-crop") }
  get #zoom() { return this.querySelector("#crop-zoom") }
  get #use() { return this.querySelector("[data-use]") }
}

customElements.define("picture-form", PictureForm)
