/**
 * The key of a message that says `text` after `last` (the message that its writer saw at the end): a UUID that is the same in every tab
 * and at every try, so that saying it twice says it once. Nobody has to trust it: it is looked up in one's own conversation only.
 */
export function keyOf(conversation, last, text) {
  const words = JSON.stringify([conversation, last, text])
  const hex = [1, 2, 3, 4].map((seed) => hash(words, seed).toString(16).padStart(8, "0")).join("")
  return hex.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12})$/, "$1-$2-8$3-8$4-$5")
}

/** MurmurHash3's mixing, one 16-bit unit at a time. */
function hash(text, seed) {
  let h = Math.imul(seed, 0x9e3779b1)
  for (let at = 0; at < text.length; at++) {
    h = Math.imul(h ^ text.charCodeAt(at), 0xcc9e2d51)
    h = Math.imul((h << 13) | (h >>> 19), 5) + 0xe6546b64
  }
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return (h ^ (h >>> 16)) >>> 0
}
