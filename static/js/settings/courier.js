import { toast } from "../pieces/toast.js"
import { adopt, canAdopt, recordOf } from "./adoption.js"
import { isSendable } from "./keeping.js"
import { Records } from "./record.js"
import { Server } from "./server.js"
import { Store } from "./store.js"
import { Sync } from "./sync.js"

const PATIENCE_MS = 15_000
const URLS = { save: "/settings/save/", state: "/settings/state/" }
let underWay = null

/** Send what other pages of this person left unsent; one courier a page at a time. */
export function deliver(user) {
  return (underWay ??= new Courier(user).run().finally(() => (underWay = null)))
}

/** The settings page without a page: what it cannot settle alone stays kept for that page. */
class Courier {
  #ends = new AbortController()
  #store = new Store()

  constructor(user) {
    this.records = new Records(user, document.body.dataset.epoch)
    this.server = new Server(Number(user), URLS)
    this.sync = new Sync(this.#store, { server: this.server, delay: () => 0, owns: () => !this.records.wasAdopted })
    window.addEventListener("pagehide", () => this.#leave(), { signal: this.#ends.signal })
  }

  async run() {
    try {
      this.#store.load((await this.server.state(AbortSignal.timeout(PATIENCE_MS))).preferences)
      await this.#carry()
    } catch (error) {
      console.warn("Unsent settings wait on this device", error)
    }
    this.#keep(true)
    this.records.close()
    this.#ends.abort()
  }

  async #carry() {
    const fits = (pending) => isSendable(pending) && canAdopt(this.#store, pending)
    let carried = 0
    for (let record; (record = await this.records.adopt(fits)); carried++) {
      adopt(this.#store, record.pending, record.sameLife)
      this.#keep()
      await this.sync.flush()
      await this.#sent()
    }
    if (carried && this.#store.idle) this.#tell()
  }

  /** Until the server has answered, however long it takes; a session that is over will not. */
  #sent() {
    return new Promise((resolve) => {
      const look = () => {
        this.#keep()
        if (this.#store.idle || this.sync.paused) resolve()
      }
      this.sync.addEventListener("change", look, { signal: this.#ends.signal })
      look()
    })
  }

  #tell() {
    if (!recordOf(this.#store)) toast("Unsent settings were saved.", { kind: "success" })
    else toast("Some unsent settings need a choice. Open Settings to make it.", { kind: "warning" })
  }

  #keep(closed = false) {
    if (!this.records.wasAdopted) this.records.write(recordOf(this.#store), closed)
  }

  #leave() {
    this.sync.leave()
    this.#keep(true)
  }
}
