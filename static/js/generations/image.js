import { goBack } from "./back.js"
import { wireDeeds } from "./deeds.js"
import { isTaken } from "./keys.js"
import { Menu } from "./menu.js"
import { wireProgress } from "./progress.js"
import { wireWhole } from "./whole.js"

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
    this.addEventListener("click", (event) => this.#click(event), { signal })
    document.addEventListener("keydown", (event) => this.#press(event), { signal })
    wireProgress(this.region, signal)
    wireWhole(this, signal)
  }

  disconnectedCallback() {
    this.#ends.abort()
  }

  /** Another image was asked for: it is shown; one that is gone leads back to the gallery. */
  #done({ deed, answer }) {
    if (answer.images) location.assign(`/generations/${answer.images[0]}/`)
    else if (deed === "delete") goBack() || location.assign("/generations/")
  }

  /** Back to where one was in the gallery; with a modifier the link is a link. */
  #click(event) {
    const { target, ctrlKey, metaKey, shiftKey } = event
    if (!target.closest('[data-nav="up"]') || ctrlKey || metaKey || shiftKey) return
    if (goBack()) event.preventDefault()
  }

  #press(event) {
    const { key, target } = event
    if (!KEYS[key] || isTaken(event) || target.closest?.("[popover]:popover-open")) return
    this.querySelector(`[data-nav="${KEYS[key]}"]`)?.click()
  }
}

customElements.define("image-page", ImagePage)
