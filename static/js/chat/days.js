/** Whoever listens to the list hears under which day a conversation stands. The lines themselves are no entries of the list. */
export function describeByDay(region) {
  let day = null
  for (const row of region?.querySelectorAll("#conversations > li") ?? []) {
    if (row.matches(".conversation-day")) day = row.id
    else describe(row.querySelector(".conversation-link"), day)
  }
}

function describe(link, day) {
  if (day && link && link.getAttribute("aria-describedby") !== day) link.setAttribute("aria-describedby", day)
}
