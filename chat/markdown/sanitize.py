"""The last gate: whatever came before, only this may stand in a message."""

import nh3
from pygments.token import STANDARD_TYPES

MATH = (
    "math mrow mi mn mo mtext ms mspace mfrac msqrt mroot msub msup msubsup munder mover munderover mmultiscripts mprescripts "
    "mtable mtr mtd mstyle mpadded mphantom menclose"
).split()
MATH_ATTRIBUTES = {
    "math": {"display"},
    "mo": {"stretchy", "fence", "form", "separator", "lspace", "rspace", "minsize", "maxsize", "movablelimits", "accent"},
    "mi": {"mathvariant"},
    "mtext": {"mathvariant"},
    "mspace": {"width", "height", "depth"},
    "mfrac": {"linethickness"},
    "mtable": {"columnalign", "rowspacing", "columnspacing", "displaystyle"},
    "mtd": {"columnalign"},
    "mstyle": {"displaystyle", "scriptlevel", "mathvariant"},
    "mover": {"accent"},
    "munder": {"accentunder"},
    "menclose": {"notation"},
}
TAGS = set(
    "p br hr strong em s del sub sup kbd code pre blockquote ul ol li h1 h2 h3 h4 h5 h6 table thead tbody tr th td a span div".split()
) | set(MATH)
SCHEMES = {"http", "https", "mailto"}
REL = "ugc nofollow noopener noreferrer"
GROUP = {"tabindex", "role", "aria-label"}
ATTRIBUTES = MATH_ATTRIBUTES | {
    "a": {"href", "title", "target"},
    "ol": {"start", "data-parts"},
    "ul": {"data-parts"},
    "pre": GROUP,
    "div": GROUP,
    "code": {"data-parts"},
    "span": {"role", "aria-label"},
}
CLASSES = {
    "div": {"code", "code-head", "table-scroll", "math", "block", "inline"},
    "li": {"task"},
    "th": {"align-center", "align-right"},
    "td": {"align-center", "align-right"},
    "mtd": {"line-above", "line-before"},
    "span": {"math", "inline", "line"} | {f"hl-{name}" for name in STANDARD_TYPES.values() if name},
}


def clean(html):
    """Drop every tag, attribute and address that is not on the list."""
    return nh3.clean(html, tags=TAGS, attributes=ATTRIBUTES, allowed_classes=CLASSES, url_schemes=SCHEMES, link_rel=REL)
