import { toast } from "../pieces/toast.js"

const GATHER_MS = 600
const DEEDS = { made: "made", shared: "shared", deleted: "deleted" }

/** Says what others do, once for each event; what comes at once or while the same is still said is said together. */
export class Teller {
  #wanted
  #heard = new Set() // events that were said, by what, which and when
  #waiting = new Map() // "7 made" → {name, what, images}
  #said = new Map() // the same → {element, count}
  #timer = null

  constructor(wanted) {
    this.#wanted = wanted
  }

  hear({ what, by, name, image, at }) {
    const event = `${what} ${image} ${at}`
    if (this.#heard.has(event) || !(what in DEEDS) || !this.#wanted({ by })) return
    this.#heard.add(event)
    const group = this.#waiting.get(`${by} ${what}`) ?? { name, what, images: [] }
    group.images.push(image)
    this.#waiting.set(`${by} ${what}`, group)
    this.#timer ??= setTimeout(() => this.#say(), this.#said.size || this.#waiting.size > 1 ? GATHER_MS : GATHER_MS / 2)
  }

  #say() {
    this.#timer = null
    for (const [key, { name, what, images }] of this.#waiting) {
      const earlier = this.#said.get(key)
      const count = images.length + (earlier?.element.isConnected ? earlier.count : 0)
      earlier?.element.remove()
      this.#said.set(key, { count, element: toast(words(name, what, count), opening(what, images)) })
    }
    this.#waiting.clear()
  }
}

function words(name, what, count) {
  return `${name} ${DEEDS[what]} ${count === 1 ? "an image" : `${count} images`}.`
}

function opening(what, [image]) {
  return what === "deleted" ? {} : { action: { label: "Show", run: () => location.assign(`/generations/${image}/`) } }
}
