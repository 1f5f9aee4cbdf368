import { paint } from "../pieces/slider.js"

/** One native control, as the value of its preference: read, shown, and put in words. */
export class Control {
  constructor(key, inputs) {
    this.key = key
    this.inputs = inputs
    ;[this.input] = inputs
    this.type = this.input.type
  }

  get value() {
    const { type, input } = this
    if (type === "checkbox") return input.checked
    if (type === "radio") return this.inputs.find(({ checked }) => checked)?.value ?? ""
    if (type === "range" || type === "number") return input.value === "" ? null : Number(input.value)
    return input.value
  }

  show(value) {
    if (value === this.value) return
    const { type, input } = this
    if (type === "checkbox") input.checked = value
    else if (type === "radio") for (const each of this.inputs) each.checked = each.value === value
    else if (type === "select-one") this.choose(value)
    else input.value = value ?? ""
    if (type === "range") paint(input, { settle: true })
  }

  /** A value that is no longer offered is shown all the same. */
  choose(value) {
    if (!this.optionOf(value)) this.input.add(new Option(value, value))
    this.input.value = value
  }

  optionOf(value) {
    return [...this.input.options].find((option) => option.value === value)
  }

  words(value) {
    if (this.type === "checkbox") return value ? "On" : "Off"
    if (this.type === "radio") return this.inputs.find((each) => each.value === value)?.labels[0].textContent.trim() ?? value
    if (this.type === "select-one") return this.optionOf(value)?.text ?? value
    return value === "" ? "(empty)" : String(value)
  }

  /** Whether a person has changed it before this script came: that is an edit like any other. */
  get touchedEarly() {
    const { type, input } = this
    if (type === "radio" || type === "checkbox") return this.inputs.some((each) => each.checked !== each.defaultChecked)
    if (type === "select-one") return [...input.options].some((each) => each.selected !== each.defaultSelected && each.selected)
    // A range rounds its own default to its steps.
    if (type === "range") return Math.abs(input.value - input.defaultValue) >= Number(input.step)
    return input.value !== input.defaultValue
  }
}
