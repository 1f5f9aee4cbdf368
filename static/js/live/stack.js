/** The faces of some people, in the markup of templates/pieces/_stack.html, with their names for ears. */
export function faces(people) {
  const names = people.map(({ name }) => name).join(", ")
  return [...people.map(avatar), element("span", "visually-hidden", names)]
}

/** As templates/pieces/_avatar.html: the picture lies on the initials. */
function avatar({ initials, colour, name, picture, status }) {
  const face = element("span", `avatar avatar-${colour}`, initials)
  if (picture) face.append(Object.assign(new Image(256, 256), { src: picture, alt: "", decoding: "async", draggable: false }))
  face.title = status ? `${name} · ${status}` : name
  face.setAttribute("aria-hidden", "true")
  return face
}

export function element(tag, className, ...children) {
  const made = document.createElement(tag)
  if (className) made.className = className
  made.append(...children)
  return made
}
