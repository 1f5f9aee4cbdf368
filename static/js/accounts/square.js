const NEAREST = 5

/** The square of a picture that shows: where its middle is and how near, in pixels of the picture. It never leaves the picture. */
export class Square {
  zoom = 1

  constructor(width, height) {
    Object.assign(this, { width, height, x: width / 2, y: height / 2 })
  }

  get side() {
    return Math.min(this.width, this.height) / this.zoom
  }

  /** Left, top, width and height, as drawImage wants them. */
  get box() {
    return [this.x - this.side / 2, this.y - this.side / 2, this.side, this.side]
  }

  /** Moves what shows by shares of its side: move(0.5, 0) shows what was half a square further right. */
  move(right, down) {
    this.x += right * this.side
    this.y += down * this.side
    this.#stay()
  }

  /** Goes nearer or further while the point at these shares (0 to 1) of the square stays where it is. */
  zoomTo(zoom, right = 0.5, down = 0.5) {
    const before = this.side
    this.zoom = between(1, zoom, NEAREST)
    this.x += (before - this.side) * (right - 0.5)
    this.y += (before - this.side) * (down - 0.5)
    this.#stay()
  }

  #stay() {
    this.x = between(this.side / 2, this.x, this.width - this.side / 2)
    this.y = between(this.side / 2, this.y, this.height - this.side / 2)
  }
}

function between(least, value, most) {
  return Math.max(least, Math.min(value, most))
}
