"""What the Content-Security-Policy would refuse, found in the templates: `python -m tests.template_lint`."""

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# `{% %}` and `{{ }}` may hold quotes and > of their own, which would end an attribute or tag too early.
TEMPLATE_CODE = re.compile(r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}|\{% comment %\}.*?\{% endcomment %\}", re.S)
TAG = re.compile(r"<([a-zA-Z][\w-]*)((?:\"[^\"]*\"|'[^']*'|[^\"'>])*)>", re.S)
ATTRIBUTE = re.compile(r"([^\s=\"'/]+)(?:\s*=\s*(\"[^\"]*\"|'[^']*'|[^\s\"']+))?", re.S)
DATA_SCRIPTS = ("application/json", "speculationrules")


def faults(text):
    """(line, words) for everything inline in a template."""
    text = TEMPLATE_CODE.sub(lambda code: re.sub(r"[^\n]", "x", code[0]), text)
    for tag in TAG.finditer(text):
        attributes = {name.lower(): (value or "").strip("\"'") for name, value in ATTRIBUTE.findall(tag[2])}
        line = text.count("\n", 0, tag.start()) + 1
        for words in [*_tag_faults(tag[1].lower(), attributes), *_attribute_faults(attributes)]:
            yield line, words


def _tag_faults(name, attributes):
    if name == "style":
        yield "an inline <style>"
    if name == "script" and not attributes.get("src") and attributes.get("type") not in DATA_SCRIPTS:
        yield "an inline <script>"


def _attribute_faults(attributes):
    for name, value in attributes.items():
        if name == "style":
            yield "a style attribute"
        if name.startswith(("on", "hx-on", "data-hx-on")):
            yield f"an inline handler, {name}"
        if name.endswith("hx-trigger") and "[" in value:
            yield "a filter in hx-trigger, which htmx evaluates"
        if value.lstrip().lower().startswith(("javascript:", "js:")):
            yield f"code in {name}"
        if name in ("src", "href", "action") and re.match(r"(https?:)?//", value) and name != "href":
            yield f"{name} from another site"


def main():
    found = [
        f"{path.relative_to(ROOT)}:{line}: {words}"
        for path in sorted(ROOT.glob("templates/**/*.*"))
        for line, words in faults(path.read_text())
    ]
    print("\n".join(found), end="\n" if found else "")
    return bool(found)


if __name__ == "__main__":
    sys.exit(main())
