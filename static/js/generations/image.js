import { wireDeeds } from "./deeds.js"
import { Menu } from "./menu.js"
import { wireProgress } from "./progress.js"

const KEYS = { ArrowLeft: "newer", ArrowRight: "older", Escape: "up" }

/** The page of one image. */
class ImagePage extends HTMLElement {
  #ends = new AbortController()

  connectedCallback() {
    const { signal } = this.#ends
    this.region = this.querySelector("live-region")
    new Menu(this, signal)
    wireDeeds(this, signal)
    this.addEventListener("deed", ({ detail }) => this.#done(detail), { signal })
    document.addEventListener("keydown", (event) => this.#press(event), { signal })
    wireProgress(this.region, signal)
  }

  disconnectedCallback() {
    this.#ends.abort()
  }

  /** Another image was asked for: it is shown; one that is gone leads back to the gallery. */
  #done({ deed, answer }) {
    if (answer.images) location.assign(`/generations/${answer.images[0]}/`)
    else if (deed === "delete") location.assign("/generations/")
  }

  #press({ key, target, ctrlKey, metaKey, altKey, defaultPrevented }) {
    if (!KEYS[key] || ctrlKey || metaKey || altKey || defaultPrevented || target.closest?.("input, textarea, [popover]:popover-open")) return
    this.querySelector(`[data-nav="${KEYS[key]}"]`)?.click()
  }
}

customElements.define("image-page", ImagePage)
