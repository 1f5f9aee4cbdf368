import { live } from "../live/live.js"
import { showSignedOut } from "../live/session.js"
import { adopt, canAdopt, recordOf } from "./adoption.js"
import { Field } from "./field.js"
import { askBeforeLeaving } from "./leaving.js"
import { Records } from "./record.js"
import { Server } from "./server.js"
import { showStatus } from "./status.js"
import { Store } from "./store.js"
import { Sync } from "./sync.js"
import { showTheme } from "./theme.js"

/** The page of settings: native controls that save themselves. Without scripts the form in it posts. */
export class SettingsForm extends HTMLElement {
  #ends = new AbortController()
  #unsubscribe = () => {}

  connectedCallback() {
    const { user, saveUrl, stateUrl } = this.dataset
    this.fields = [...this.querySelectorAll("[data-field]")].map((element) => new Field(element))
    this.store = new Store()
    this.records = new Records(user, document.body.dataset.epoch)
    this.server = new Server(Number(user), { save: saveUrl, state: stateUrl })
    this.sync = new Sync(this.store, {
      server: this.server,
      delay: () => this.store.confirmed.autosave_seconds.value * 1000,
      owns: () => !this.records.wasAdopted,
    })
    this.#load()
    this.#listen()
    this.#adopt()
  }

  disconnectedCallback() {
    this.#leave()
    this.#ends.abort()
    this.#unsubscribe()
    this.records.close()
  }

  fieldOf(element) {
    const key = element.closest("[data-field]")?.dataset.field
    return this.fields.find((field) => field.key === key)
  }

  #load() {
    const { server, sync, store } = this
    store.load(JSON.parse(document.getElementById(this.dataset.preferences).textContent))
    for (const { key, control } of this.fields) if (control.touchedEarly) store.edit(key, control.value)
    this.#unsubscribe = live.subscribe({
      topics: JSON.parse(this.dataset.topics),
      fetch: (signal) => server.state(signal),
      replace: (state) => sync.load(state),
      apply: ({ key, value }) => sync.push(key, value),
    })
  }

  #listen() {
    const signal = this.#ends.signal
    const on = (target, type, then) => target.addEventListener(type, then, { signal })
    for (const type of ["input", "change"]) on(this, type, ({ target }) => this.#edit(target))
    for (const type of ["pointerdown", "compositionstart"]) on(this, type, ({ target }) => this.#hold(target))
    for (const type of ["pointerup", "pointercancel", "compositionend", "blur"]) on(window, type, () => this.#releaseAll())
    on(this, "click", ({ target }) => this.#press(target))
    on(this, "submit", (event) => this.#submit(event))
    on(document, "keydown", (event) => saves(event) && this.#submit(event))
    on(this.sync, "change", () => this.#changed())
    on(this.sync, "problem", ({ status }) => status === 401 && showSignedOut())
    on(live, "state", () => (live.state === "live" ? this.sync.connected() : this.#show()))
    on(window, "online", () => this.sync.resume())
    on(document, "visibilitychange", () => document.visibilityState === "visible" && this.#comeBack())
    on(window, "pagehide", () => this.#leave())
    on(window, "pageshow", ({ persisted }) => persisted && this.#comeBack())
    askBeforeLeaving(this, signal)
  }

  #edit(target) {
    const field = this.fieldOf(target)
    if (!field?.control.inputs.includes(target) || field.control.value === this.store.value(field.key)) return
    this.store.edit(field.key, field.control.value)
    this.sync.edited()
  }

  #hold(target) {
    const field = this.fieldOf(target)
    if (field && (field.control.type === "range" || field.control.type === "textarea")) this.store.hold(field.key)
  }

  #releaseAll() {
    for (const { key } of this.fields) this.store.release(key)
    this.#show()
  }

  #press(target) {
    const answer = target.closest("[data-keep]")?.dataset.keep
    if (answer) {
      const { key } = this.fieldOf(target)
      if (answer === "mine") this.store.keepMine(key)
      else this.store.useTheirs(key)
      this.sync.flush()
    } else if (target.closest('button[value="sync"]')) this.sync.flush().then(() => this.sync.pull())
  }

  #submit(event) {
    event.preventDefault()
    this.sync.flush()
  }

  async #adopt() {
    const record = await this.records.adopt((pending) => this.isConnected && canAdopt(this.store, pending))
    if (!record) return void this.dispatchEvent(new Event("adopted"))
    adopt(this.store, record.pending, record.sameLife)
    await this.sync.flush()
    await this.#adopt()
  }

  #changed() {
    if (this.records.wasAdopted) this.store.forgetPending()
    this.records.write(recordOf(this.store))
    this.#show()
  }

  #leave() {
    this.sync.leave()
    if (!this.records.wasAdopted) this.records.write(recordOf(this.store), true)
  }

  /** Another page may have taken over meanwhile, and somebody may have signed in again. */
  #comeBack() {
    this.#changed()
    this.sync.resume()
  }

  #show() {
    for (const field of this.fields) field.show(this.store)
    showTheme(this.store.value("theme"))
    showStatus(this.querySelector("[data-sync]"), this.store, this.sync, live.state)
  }
}

/** Ctrl+S, or on a Mac ⌘S. */
const saves = ({ key, ctrlKey, metaKey, altKey }) => key.toLowerCase() === "s" && (ctrlKey || metaKey) && !altKey

customElements.define("settings-form", SettingsForm)
