"""One file of styles and one of scripts, made when static files are collected: a first visit waits for few requests.

In development every module is its own file. The scripts stay what they are: each becomes a function of one bundle that runs once, when
it is first needed, and its own file asks for that.
"""

import re
from posixpath import dirname, join, normpath

BUNDLE = "js/bundle.js"
CSS_IMPORT = re.compile(r'^@import url\("([^"]+)"\) layer\((\w+)\);$', re.M)
IMPORT = re.compile(r'^import (?:\{([^}]*)\} from )?"(\.{1,2}/[^"]+)";?$', re.M)
LATER = re.compile(r'\bimport\("(\.{1,2}/[^"]+)"\)')
DECLARED = re.compile(r"^export ((?:async )?(?:function\*?|class|const) (\w+))", re.M)
LISTED = re.compile(r"^export \{([^}]*)\};?$", re.M)
LEFT_OVER = re.compile(r"^(?:import|export)\b.*", re.M)
DESCRIPTION = re.compile(r"^[ \t]*/\*\*.*?\*/\n", re.M | re.S)
HEAD = """const modules = {}
const done = {}
export function run(name) {
  return (done[name] ??= modules[name]())
}
"""


class NotUnderstood(Exception):
    """A script imports or exports in a way that is not known here. Write it as the others do, or teach this module."""


def made_of(files):
    """{name: content} of what replaces or joins the files {name: content} of ours."""
    scripts = {name: text for name, text in files.items() if name.startswith("js/") and name.endswith(".js")}
    styles = {name: stylesheet(name, files) for name in files if name.endswith(".css") and CSS_IMPORT.search(files[name])}
    return styles | {BUNDLE: bundle(scripts)} | {name: stub(name) for name in scripts}


def stylesheet(name, files):
    """A stylesheet with what it imports in it, each in its layer."""

    def included(match):
        return f"@layer {match[2]} {{\n{files[join(dirname(name), match[1])]}\n}}"

    return CSS_IMPORT.sub(included, files[name])


def bundle(scripts):
    return HEAD + "".join(f"modules[{name!r}] = () => {{\n{body(name, text)}\n}}\n" for name, text in sorted(scripts.items()))


def stub(name):
    up = "../" * (name.count("/") - 1) or "./"
    return f'import {{ run }} from "{up}bundle.js"\nrun({name!r})\n'


def body(name, text):
    """The text of a module as the body of a function that returns what it exports."""

    def target(path):
        return normpath(join(dirname(name), path))

    def imported(match):
        names = f"const {{{match[1].replace(' as ', ': ')}}} = " if match[1] else ""
        return f"{names}run({target(match[2])!r});"

    text = DESCRIPTION.sub("", text)
    exported = [match[2] for match in DECLARED.finditer(text)]
    exported += [each.strip() for match in LISTED.finditer(text) for each in match[1].split(",") if each.strip()]
    text = LISTED.sub("", DECLARED.sub(r"\1", LATER.sub(lambda match: f"run({target(match[1])!r})", IMPORT.sub(imported, text))))
    if strange := LEFT_OVER.search(text):
        raise NotUnderstood(f"{name}: {strange[0]}")
    return f'"use strict";\n{text}\nreturn {{ {", ".join(exported)} }}'
