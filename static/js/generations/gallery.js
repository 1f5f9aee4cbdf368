import { live } from "../live/live.js"
import { toast } from "../pieces/toast.js"
import { wireDeeds } from "./deeds.js"
import { wireFilters } from "./filters.js"
import { wireKeys } from "./keys.js"
import { Menu } from "./menu.js"
import { keepPlace } from "./place.js"
import { wireProgress } from "./progress.js"
import { wirePrompt } from "./prompt.js"
import { GalleryState } from "./state.js"
import { Teller } from "./tell.js"
import { Window } from "./window.js"

/** The gallery room. It wires; the modules beside it think. */
class ImageGallery extends HTMLElement {
  #ends = new AbortController()

  connectedCallback() {
    const { signal } = this.#ends
    this.region = this.querySelector("live-region#gallery-region")
    this.state = new GalleryState(JSON.parse(document.getElementById("gallery-state").textContent), this, signal)
    this.teller = new Teller((event) => this.state.tells && this.#isOfOthers(event))
    this.state.addEventListener("event", ({ detail }) => this.teller.hear(detail), { signal })
    this.window = new Window(this.region, this.querySelector("[data-pill]"), signal)
    this.menu = new Menu(this, signal)
    wireDeeds(this, signal)
    wireFilters(this, signal)
    wireKeys(this, signal)
    keepPlace(this, signal)
    wireProgress(this.region, signal)
    wirePrompt(this.querySelector("#prompt-bar"), signal)
    this.querySelector("[data-refresh]").addEventListener("click", () => this.#refresh(), { signal })
  }

  disconnectedCallback() {
    this.#ends.abort()
  }

  #isOfOthers({ by }) {
    return String(by) !== document.body.dataset.user && live.state !== "offline"
  }

  async #refresh() {
    try {
      await Promise.all([this.region.show(), this.state.refresh()])
      toast("Up to date.", { kind: "success" })
    } catch (error) {
      if (error.name !== "AbortError") toast(error.message, { kind: "error" })
    }
  }
}

customElements.define("image-gallery", ImageGallery)
