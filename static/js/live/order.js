/** Whether `a` comes before `b` by code point, as Python sorts; JavaScript's own `<` compares UTF-16 units. */
export function before(a, b) {
  for (let at = 0; at < a.length && at < b.length; at++) {
    if (a[at] === b[at]) continue
    return rank(a.charCodeAt(at)) < rank(b.charCodeAt(at))
  }
  return a.length < b.length
}

/** Surrogates stand for code points above all others, but as units they come before U+E000–U+FFFF. */
function rank(unit) {
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit
}

/** The indexes of a longest rising run in a list of distinct numbers: what may stay when the rest moves. */
export function rising(numbers) {
  const tails = [] // tails[n]: the index at which a run of n + 1 ends lowest
  const earlier = []
  for (const [index, number] of numbers.entries()) {
    let low = 0
    for (let high = tails.length; low < high; ) {
      const middle = (low + high) >> 1
      if (numbers[tails[middle]] < number) low = middle + 1
      else high = middle
    }
    earlier[index] = tails[low - 1]
    tails[low] = index
  }
  const run = new Set()
  for (let index = tails.at(-1); index !== undefined; index = earlier[index]) run.add(index)
  return run
}
