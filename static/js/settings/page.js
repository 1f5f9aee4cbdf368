// What the page of preferences needs beside the frame.
import "./device.js"
import "./form.js"
import "./permission.js"
import "./search.js"
import "./sections.js"
