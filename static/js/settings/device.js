import { keepNoCopy, keepsNoCopy } from "./keeping.js"

const WARNING = "Nothing is kept on this device: copy what you typed before you log in again."

/** The switch of a shared computer: nothing unsent outlives its page. A choice of this device, kept nowhere else. */
export class DeviceCopy extends HTMLElement {
  connectedCallback() {
    this.input = this.querySelector("input")
    this.input.checked = keepsNoCopy()
    this.addEventListener("change", () => this.#choose())
    this.#warn()
  }

  #choose() {
    const form = this.closest("settings-form")
    keepNoCopy(this.input.checked, form.dataset.user)
    form.sync.dispatchEvent(new Event("change")) // what is pending is kept again, or its words change
    this.#warn()
  }

  /** The dialog of a session that is over must not promise what is not so. */
  #warn() {
    const words = document.querySelector("#signed-out p")
    if (!words) return
    this.promise ??= words.textContent
    words.textContent = this.input.checked ? WARNING : this.promise
  }
}

customElements.define("device-copy", DeviceCopy)
