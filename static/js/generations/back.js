const GALLERY = "/generations/"

/** Goes back in the history to the gallery from which one came, however many images ago. Returns whether there is one. */
export function goBack() {
  const { navigation } = globalThis
  const here = navigation?.currentEntry?.index ?? 0
  const paths = (navigation?.entries() ?? []).slice(0, here).map(({ url }) => new URL(url).pathname)
  const before = paths.findLastIndex((path) => path === GALLERY || !path.startsWith(GALLERY))
  if (paths[before] !== GALLERY) return false
  history.go(before - here)
  return true
}
