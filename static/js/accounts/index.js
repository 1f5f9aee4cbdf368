// What the profile page has of its own.
import "./fields.js"
import "./picture.js"
