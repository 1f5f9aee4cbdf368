// On a narrow page a tab bar scrolls: the tab of this page is the one to begin with.
export function wireTabs(root) {
  for (const tab of root.querySelectorAll(".tab[aria-current]")) tab.scrollIntoView({ block: "nearest", inline: "center" })
}
