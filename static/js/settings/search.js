const NAMES = ".field-label, .field-hint, .switch span, .segmented label, .part-title"
const TYPED_INTO = "input, textarea, select, [contenteditable]"

/** Search within settings: what does not match by name, hint or section steps aside. "/" gets here, Escape clears. */
export class SettingsSearch extends HTMLElement {
  #ends = new AbortController()

  connectedCallback() {
    const { signal } = this.#ends
    this.input = this.querySelector("input")
    this.sections = [...document.querySelectorAll("[data-settings] .section")]
    this.addEventListener("input", () => this.#filter(), { signal })
    this.addEventListener("keydown", (event) => this.#key(event), { signal })
    document.addEventListener("keydown", (event) => this.#come(event), { signal })
    document.querySelector("[data-search-clear]").addEventListener("click", () => this.#clear(), { signal })
    if (this.input.value) this.#filter()
  }

  disconnectedCallback() {
    this.#ends.abort()
  }

  #come(event) {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || event.target.closest?.(TYPED_INTO)) return
    event.preventDefault()
    this.input.focus()
    this.input.select()
  }

  #key(event) {
    if (event.key === "Enter") event.preventDefault()
    if (event.key !== "Escape" || !this.input.value) return
    event.preventDefault()
    this.#clear()
  }

  #clear() {
    this.input.value = ""
    this.#filter()
    this.input.focus()
  }

  #filter() {
    const wanted = plain(this.input.value).split(/\s+/).filter(Boolean)
    const found = this.sections.map((section) => filterSection(section, wanted)).reduce((sum, count) => sum + count, 0)
    document.querySelector("[data-search-empty]").hidden = found > 0
    document.querySelector("[data-search-words]").textContent = this.input.value
    this.querySelector("[role=status]").textContent = wanted.length ? `${found} ${found === 1 ? "setting" : "settings"}` : ""
  }
}

function filterSection(section, wanted) {
  const title = section.querySelector(".part-title")?.textContent ?? ""
  const fields = [...section.querySelectorAll(".field")]
  const matching = fields.filter((field) => matches(`${title} ${nameOf(field)}`, wanted))
  for (const field of fields) field.toggleAttribute("data-filtered", !matching.includes(field))
  section.toggleAttribute("data-filtered", !matching.length)
  return matching.length
}

const nameOf = (field) => [...field.querySelectorAll(NAMES)].map((element) => element.textContent).join(" ")

function matches(text, wanted) {
  const words = plain(text)
  return wanted.every((word) => words.includes(word))
}

/** Lower case, without accents. */
const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase()

customElements.define("settings-search", SettingsSearch)
