/** The list of sections marks the one that is being read: the last whose title has passed the upper third of the screen. */
export class SettingsSections extends HTMLElement {
  #ends = new AbortController()
  #frame = 0
  #measure = new ResizeObserver(([{ target }]) => this.style.setProperty("--settings-bar", `${target.offsetHeight}px`))

  connectedCallback() {
    this.links = [...this.querySelectorAll("a")]
    this.targets = this.links.map((link) => document.getElementById(link.hash.slice(1)))
    const later = () => {
      cancelAnimationFrame(this.#frame)
      this.#frame = requestAnimationFrame(() => this.#mark())
    }
    for (const type of ["scroll", "resize"]) window.addEventListener(type, later, { signal: this.#ends.signal, passive: true })
    this.#measure.observe(this.closest("form").querySelector(".settings-bar"))
    this.#mark()
  }

  disconnectedCallback() {
    this.#ends.abort()
    this.#measure.disconnect()
    cancelAnimationFrame(this.#frame)
  }

  #mark() {
    const atEnd = window.innerHeight + window.scrollY >= document.documentElement.scrollHeight - 2 && window.scrollY > 0
    const passed = this.targets.filter((target) => target.getBoundingClientRect().top < window.innerHeight / 3)
    const current = atEnd ? this.targets.at(-1) : (passed.at(-1) ?? this.targets[0])
    this.links.forEach((link, index) => {
      if (this.targets[index] !== current) link.removeAttribute("aria-current")
      else if (!link.hasAttribute("aria-current")) this.#show(link)
    })
  }

  /** In a row that is wider than the screen, without moving the page. */
  #show(link) {
    link.setAttribute("aria-current", "location")
    const row = link.parentElement
    row.scrollLeft = link.offsetLeft - row.offsetLeft - (row.clientWidth - link.clientWidth) / 2
  }
}

customElements.define("settings-sections", SettingsSections)
