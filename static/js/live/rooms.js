/** Who shows which room on this page, and the last that was heard of each. */
export class Rooms {
  #members = new Map() // room → Set of members {show(snapshot), gone()}
  #last = new Map()

  get names() {
    return [...this.#members.keys()]
  }

  enter(room, member) {
    if (!this.#members.has(room)) this.#members.set(room, new Set())
    this.#members.get(room).add(member)
    if (this.#last.has(room)) member.show(this.#last.get(room))
  }

  leave(room, member) {
    const members = this.#members.get(room)
    members?.delete(member)
    if (members?.size === 0) this.#forget(room)
  }

  show(snapshot) {
    const members = this.#members.get(snapshot.room)
    if (!members) return
    this.#last.set(snapshot.room, snapshot)
    for (const member of members) member.show(snapshot)
  }

  gone(rooms) {
    for (const room of rooms) {
      for (const member of this.#members.get(room) ?? []) member.gone()
      this.#forget(room)
    }
  }

  #forget(room) {
    this.#members.delete(room)
    this.#last.delete(room)
  }
}
