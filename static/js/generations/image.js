import { live } from "../live/live.js"
import { wireDeeds } from "./deeds.js"
import { Menu } from "./menu.js"

const WAIT_MS = 1_000
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
    const timer = setInterval(() => this.#isMaking && this.region.show().catch(() => {}), WAIT_MS)
    signal.addEventListener("abort", () => clearInterval(timer))
  }

  disconnectedCallback() {
    this.#ends.abort()
  }

  get #isMaking() {
    return live.state !== "offline" && this.querySelector('[data-state="queued"], [data-state="running"]')
  }

  /** Another image was asked for: it is shown; one that is gone leads back to the gallery. */
  #done({ deed, answer }) {
    if (answer.images) location.assign(`/generations/${answer.images[0]}/`)
    else if (deed === "delete") location.assign("/generations/")
    else this.region.show().catch(() => {})
  }

  #press({ key, target, ctrlKey, metaKey, altKey, defaultPrevented }) {
    if (!KEYS[key] || ctrlKey || metaKey || altKey || defaultPrevented || target.closest?.("input, textarea, [popover]:popover-open")) return
    this.querySelector(`[data-nav="${KEYS[key]}"]`)?.click()
  }
}

customElements.define("image-page", ImagePage)
