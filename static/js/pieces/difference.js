// The words that two texts do not share. Draws what templates/pieces/_difference.html draws.
const WORD = /\S+\s*|\s+/g
const AROUND = 6 // words of what stayed the same, on either side of a change
const MOST_CELLS = 4_000_000 // of the table; larger texts that differ everywhere are shown as replaced

/** A <p class="difference"> of what makes `before` into `after`. */
export function drawDifference(before, after) {
  const paragraph = document.createElement("p")
  paragraph.className = "difference"
  for (const { kind, text } of difference(before, after)) paragraph.append(drawn(kind, text))
  return paragraph
}

/** [{kind, text}, …] with the kinds "same", "gone", "come", and "cut" where unchanged words are left out. */
export function difference(before, after) {
  const [old, fresh] = [before.match(WORD) ?? [], after.match(WORD) ?? []]
  const head = sharedStart(old, fresh)
  const tail = sharedStart(old.slice(head).reverse(), fresh.slice(head).reverse())
  const middle = steps(old.slice(head, old.length - tail), fresh.slice(head, fresh.length - tail))
  const all = [...same(old.slice(0, head)), ...middle, ...same(old.slice(old.length - tail))]
  return shortened(merged(all))
}

function drawn(kind, text) {
  if (kind === "same") return text
  const element = document.createElement({ gone: "del", come: "ins", cut: "span" }[kind])
  if (kind === "cut") element.className = "difference-cut"
  element.textContent = text
  return element
}

const same = (words) => words.map((word) => ({ kind: "same", words: [word] }))

function sharedStart(one, other) {
  let length = 0
  while (length < one.length && length < other.length && one[length] === other[length]) length++
  return length
}

/** Word by word along a longest common subsequence. */
function steps(old, fresh) {
  if (old.length * fresh.length > MOST_CELLS) return [...pieces("gone", old), ...pieces("come", fresh)]
  const width = fresh.length + 1
  const longest = new Uint16Array((old.length + 1) * width)
  for (let i = old.length - 1; i >= 0; i--) {
    for (let j = fresh.length - 1; j >= 0; j--) {
      const [below, right] = [longest[(i + 1) * width + j], longest[i * width + j + 1]]
      longest[i * width + j] = old[i] === fresh[j] ? longest[(i + 1) * width + j + 1] + 1 : Math.max(below, right)
    }
  }
  return walk(old, fresh, longest, width)
}

function walk(old, fresh, longest, width) {
  const found = []
  let [i, j] = [0, 0]
  while (i < old.length || j < fresh.length) {
    const shared = i < old.length && j < fresh.length && old[i] === fresh[j]
    const drops = j === fresh.length || (i < old.length && longest[(i + 1) * width + j] >= longest[i * width + j + 1])
    if (shared) found.push({ kind: "same", words: [old[i++]] }) && j++
    else if (drops) found.push({ kind: "gone", words: [old[i++]] })
    else found.push({ kind: "come", words: [fresh[j++]] })
  }
  return found
}

const pieces = (kind, words) => (words.length ? [{ kind, words }] : [])

function merged(parts) {
  const joined = []
  for (const { kind, words } of parts) {
    if (joined.at(-1)?.kind === kind) joined.at(-1).words.push(...words)
    else joined.push({ kind, words: [...words] })
  }
  return joined
}

function shortened(parts) {
  return parts.flatMap(({ kind, words }, index) => {
    const [head, tail] = [index ? AROUND : 0, index < parts.length - 1 ? AROUND : 0]
    if (kind !== "same" || words.length <= head + tail + 1) return { kind, text: words.join("") }
    const ends = [words.slice(0, head), words.slice(words.length - tail)].map((some) => ({ kind: "same", text: some.join("") }))
    return [ends[0], { kind: "cut", text: " … " }, ends[1]].filter(({ text }) => text)
  })
}
