import "./gallery.js"
