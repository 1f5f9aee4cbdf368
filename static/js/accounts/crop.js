import { Square } from "./square.js"

const SIDE = 512 // pixels of what is sent; the server makes its own size of it
const STEP = 0.04 // of the square, for each press of an arrow
const KEYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }
const NEARER = { "+": 1.15, "=": 1.15, "-": 1 / 1.15, "−": 1 / 1.15 }
const EVENTS = ["pointerdown", "pointermove", "pointerup", "pointercancel", "wheel", "keydown"]

/** <picture-crop>: the part of a picture that is chosen; dragged, pinched, wheeled, or moved with keys. Says `zoom` when it is zoomed. */
export class PictureCrop extends HTMLElement {
  #picture = null
  #square = null
  #fingers = new Map() // pointer id → [share right, share down]
  #canvas = document.createElement("canvas")

  connectedCallback() {
    this.replaceChildren(this.#canvas)
    for (const event of EVENTS) this.addEventListener(event, this, { passive: false })
  }

  disconnectedCallback() {
    for (const event of EVENTS) this.removeEventListener(event, this)
    this.close()
  }

  /** Begins with the middle of an ImageBitmap. */
  show(picture) {
    this.close()
    this.#picture = picture
    this.#square = new Square(picture.width, picture.height)
    this.#canvas.width = this.#canvas.height = SIDE
    this.#draw()
  }

  close() {
    this.#picture?.close()
    this.#picture = this.#square = null
    this.#fingers.clear()
  }

  get zoom() {
    return this.#square?.zoom ?? 1
  }

  set zoom(value) {
    this.#square.zoomTo(Number(value))
    this.#draw()
  }

  /** The chosen square as a file; where the browser cannot write WebP it is a PNG. */
  file() {
    return new Promise((done) => this.#canvas.toBlob(done, "image/webp", 0.92))
  }

  handleEvent(event) {
    if (!this.#square) return
    if (event.type === "keydown") this.#key(event)
    else if (event.type === "wheel") this.#wheel(event)
    else if (event.type === "pointermove") this.#drag(event)
    else if (event.type === "pointerdown") this.#touch(event)
    else this.#fingers.delete(event.pointerId)
  }

  #key(event) {
    const { key, shiftKey } = event
    if (!KEYS[key] && !NEARER[key]) return
    event.preventDefault()
    const step = shiftKey ? STEP * 4 : STEP
    if (KEYS[key]) this.#square.move(...KEYS[key].map((way) => way * step))
    else this.#zoomBy(NEARER[key])
    this.#draw()
  }

  #wheel(event) {
    event.preventDefault()
    this.#zoomBy(Math.exp(-event.deltaY / 400), ...this.#placeOf(event))
    this.#draw()
  }

  #touch(event) {
    this.setPointerCapture(event.pointerId)
    this.#fingers.set(event.pointerId, this.#placeOf(event))
  }

  #drag(event) {
    const before = this.#fingers.get(event.pointerId)
    if (!before) return
    const now = this.#placeOf(event)
    const other = [...this.#fingers].find(([id]) => id !== event.pointerId)?.[1]
    this.#fingers.set(event.pointerId, now)
    if (other) this.#zoomBy(distance(now, other) / distance(before, other), ...middle(now, other))
    else this.#square.move(before[0] - now[0], before[1] - now[1])
    this.#draw()
  }

  #zoomBy(factor, ...at) {
    this.#square.zoomTo(this.#square.zoom * factor, ...at)
    this.dispatchEvent(new Event("zoom"))
  }

  #placeOf({ clientX, clientY }) {
    const { left, top, width, height } = this.getBoundingClientRect()
    return [(clientX - left) / width, (clientY - top) / height]
  }

  #draw() {
    const context = this.#canvas.getContext("2d")
    context.imageSmoothingQuality = "high"
    context.clearRect(0, 0, SIDE, SIDE)
    context.drawImage(this.#picture, ...this.#square.box, 0, 0, SIDE, SIDE)
  }
}

function distance([x, y], [otherX, otherY]) {
  return Math.hypot(x - otherX, y - otherY) || 0.01
}

function middle([x, y], [otherX, otherY]) {
  return [(x + otherX) / 2, (y + otherY) / 2]
}

customElements.define("picture-crop", PictureCrop)
