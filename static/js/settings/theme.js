/** The theme of every page follows its person's preference, in whatever tab or device it is changed. */
import { request } from "../http.js"
import { live } from "../live/live.js"

const SCHEMES = { system: "light dark", light: "light", dark: "dark" }

export function showTheme(theme) {
  if (!(theme in SCHEMES)) return
  document.documentElement.dataset.theme = theme
  document.querySelector('meta[name="color-scheme"]').content = SCHEMES[theme]
}

function followTheme(user) {
  const topic = `user.${user}.preferences`
  live.subscribe({
    topics: { [topic]: Number(document.documentElement.dataset.preferences ?? 0) },
    fetch: (signal) => request("/settings/state/", { signal }),
    apply({ key, value }) {
      if (key === "theme") showTheme(value?.value)
    },
    replace: ({ preferences }) => showTheme(preferences.theme.value),
  })
}

// The settings page follows by itself, and shows a theme that is not saved yet.
if (document.body.dataset.user && !document.querySelector("settings-form")) followTheme(document.body.dataset.user)
