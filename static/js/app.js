// The entry module of every page of a signed-in person.
import "./pieces/index.js"
import { live } from "./live/index.js"
import "./settings/left.js"
import "./settings/theme.js"
import "./usage/alerts.js"
import "./chat/tell.js"

// Whoever has any page open is here; the home page shows it.
live.enter("home", { show() {}, gone() {} })
live.start()
