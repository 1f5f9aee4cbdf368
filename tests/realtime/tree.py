"""A small tree of HTML elements: enough to patch a region as the client does, and to compare it with a fresh one."""

from html.parser import HTMLParser

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


class Element:
    """An element, its attributes, and its children (elements and texts; texts of only white space do not count)."""

    def __init__(self, tag, attributes=()):
        self.tag, self.attributes, self.children = tag, dict(attributes), []

    @property
    def id(self):
        return self.attributes.get("id")

    @property
    def text(self):
        return "".join(child if isinstance(child, str) else child.text for child in self.children)

    @property
    def elements(self):
        return [child for child in self.children if isinstance(child, Element)]

    def walk(self):
        yield self
        for child in self.elements:
            yield from child.walk()

    def find(self, id):
        return next((element for element in self.walk() if element.id == id), None)

    def parent_of(self, element):
        return next((parent for parent in self.walk() if any(child is element for child in parent.children)), None)

    def html(self):
        """The same text for the same content, whatever the order of attributes and the white space between elements."""
        attributes = "".join(f' {name}="{value}"' for name, value in sorted(self.attributes.items()))
        inner = "".join(child if isinstance(child, str) else child.html() for child in self.children)
        return f"<{self.tag}{attributes}>{inner}</{self.tag}>"


class _Builder(HTMLParser):
    def __init__(self):
        super().__init__()
        self.root = Element("root")
        self.open = [self.root]

    def handle_starttag(self, tag, attrs):
        element = Element(tag, attrs)
        self.open[-1].children.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_endtag(self, tag):
        if tag not in VOID:
            assert self.open.pop().tag == tag, f"</{tag}> closes nothing"

    def handle_data(self, data):
        if text := " ".join(data.split()):
            self.open[-1].children.append(text)


def parse(html):
    """The one element that this HTML is."""
    builder = _Builder()
    builder.feed(html)
    builder.close()
    (element,) = builder.root.elements
    return element


def apply(root, patch):
    """What the protocol says that a patch does to a region."""
    _OPERATIONS[patch["op"]](root, patch)


def _upsert(root, patch):
    fresh, container = parse(patch["html"]), root.find(patch["into"].removeprefix("#"))
    assert fresh.id == patch["id"], "An upsert brings the element that it names"
    _remove(root, patch)
    key, end = fresh.attributes.get("data-sort", ""), container.attributes.get("data-end", "")
    if end and key > end:
        return
    later = (i for i, child in enumerate(container.children) if _sort_key(child) > key)
    container.children.insert(next(later, len(container.children)), fresh)


def _sort_key(child):
    return child.attributes.get("data-sort", "") if isinstance(child, Element) else ""


def _remove(root, patch):
    if old := root.find(patch["id"]):
        siblings = root.parent_of(old).children
        siblings[:] = [child for child in siblings if child is not old]


def _set(root, patch):
    for element in root.walk():
        if element.attributes.get("data-set") == patch["key"]:
            element.children = [str(patch["value"])] if patch["value"] is not None else []


_OPERATIONS = {"upsert": _upsert, "remove": _remove, "set": _set}
