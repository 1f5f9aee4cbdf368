/** Time and chance, as the other modules see them. Tests hand in their own. */
export const clock = {
  now: () => Date.now(),
  random: () => Math.random(),

  /** Calls `then` once, `ms` from now. Returns what cancels it. */
  after(ms, then) {
    const timer = setTimeout(then, ms)
    return () => clearTimeout(timer)
  },
}
