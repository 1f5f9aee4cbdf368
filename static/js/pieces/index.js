// Wires the pieces, by delegation, so that what arrives live works too. Imported by app.js; the only script of pages before the door.
import { wireCopying } from "./copy.js"
import { wireDialogs } from "./dialog.js"
import { wireMenus } from "./menu.js"
import { wirePopovers } from "./popover.js"
import { wireSliders } from "./slider.js"
import { wireTabs } from "./tabs.js"
import { wireTimes } from "./times.js"
import { wireToasts } from "./toast.js"

for (const wire of [wireCopying, wireDialogs, wireMenus, wirePopovers, wireSliders, wireTabs, wireTimes, wireToasts]) wire(document)
