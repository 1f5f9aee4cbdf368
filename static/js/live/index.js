/** Everything live on a page. The elements are defined before the connection starts, so its hello names all their topics. */
import { wireFrames } from "./frames.js"
import { wireHtmx } from "./htmx.js"
import { live } from "./live.js"
import "./presence.js"
import "./region.js"
import "./status.js"

wireFrames(document)
wireHtmx(document)

export { live }
