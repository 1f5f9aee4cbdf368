"""The TeX that models write, put as latex2mathml reads it: what that would misread is written another way, or refused."""

import re

MATRICES = {f"{kind}matrix{star}" for kind in ["", *"pbBvV"] for star in ("", "*")}
READ = MATRICES | {"array", "cases", "split", "align*", "displaylines", "smallmatrix"}
WRITTEN = (
    dict.fromkeys(("align", "aligned", "alignat", "alignat*", "alignedat", "flalign", "flalign*"), "align*")
    | dict.fromkeys(("gather", "gather*", "gathered", "multline", "multline*"), "displaylines")
    | {"dcases": "cases"}
)
BARE = {"equation", "equation*", "displaymath", "math"}  # a formula is one anyway
ENVIRONMENT = re.compile(r"\\(begin|end)\s*\{([a-zA-Z]+\*?)\}((?:(?<=at\})|(?<=at\*\}))\s*\{\d+\}|\s*\[[tbc]\])?")
COLUMNS = re.compile(r"\\begin\{array\}\s*\{((?:[^{}]|\{[^{}]*\})*)\}(?:\s*\\hline)*")
SIGN = re.compile(r"\\begin|\\end|\\\\|\\.|[{}]", re.DOTALL)
REWRITTEN = [
    (re.compile(pattern), new)
    for pattern, new in (
        (r"(?<!\\)%", r"\\%"),  # a comment in TeX, but whoever writes one here means per cent
        (r"\\tag\s*\{([^{}]*)\}", r"\\qquad\\text{(\1)}"),
        (r"\\tag\*\s*\{([^{}]*)\}", r"\\qquad\\text{\1}"),
        (r"\\label\s*\{[^{}]*\}|\\(?:notag|nonumber)(?![a-zA-Z])", ""),
        (r"\\substack\s*\{((?:[^{}]|\{[^{}]*\})*)\}", r"{\\substack{\1}}"),  # else it takes all that follows
        (r"\\mathrm\s*\{([a-zA-Z])\}", r"\\mathrm{{\1}}"),  # else it is slanted
        (r"(\\\\)\s*\[-?[\d.]+\s*(?:em|ex|pt|mm|cm|in|mu)\]", r"\1"),
        (r"\\hline\s*(?=\\end)", ""),
    )
]


def readable(source):
    """The same formula, for latex2mathml. Raises ValueError where it has an environment that is not known."""
    for pattern, new in REWRITTEN:
        source = pattern.sub(new, source)
    source = COLUMNS.sub(_columns, ENVIRONMENT.sub(_environment, source))
    if not _has_lines(source):
        return source
    kind = "align*" if "&" in source else "displaylines"
    return rf"\begin{{{kind}}}{source}\end{{{kind}}}"


def _environment(match):
    edge, name, _ = match.groups()
    if name in BARE:
        return ""
    name = WRITTEN.get(name, name)
    if name not in READ:
        raise ValueError(name)
    return rf"\{edge}{{{name}}}"


def _columns(match):
    """Lines between columns are shown, a frame is not."""
    columns = re.sub(r"\|+", "|", re.sub(r"\s", "", match[1])).strip("|")
    if columns.strip("lcr|"):
        raise ValueError(columns)
    return rf"\begin{{array}}{{{columns}}}"


def _has_lines(source):
    r"""Whether a `\\` stands in no environment and no braces."""
    depth = 0
    for sign in SIGN.findall(source):
        if sign == r"\\" and not depth:
            return True
        depth += {"{": 1, r"\begin": 1, "}": -1, r"\end": -1}.get(sign, 0)
    return False
