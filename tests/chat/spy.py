"""What is hostile, and who watches whether anything of it comes to pass in a page."""

from tests.chat.test_markdown import HOSTILE

MARKUP = [
    '<script>alert("leak")</script>',
    "<img src=/leak-image onerror=alert(1)>",
    "<svg onload=alert(2)><use href='/leak-svg#x'/></svg>",
    "<style>@import '/leak-style'; * { background: url(/leak-background) }</style>",
    "<p style='background: url(/leak-attribute)'>x</p>",
    "<p hx-get='/leak-htmx' hx-trigger='load'>x</p>",
    "<iframe src='/leak-frame'></iframe><object data='/leak-object'></object>",
    "\"'><input autofocus onfocus=alert(3)>",
    "</title></template></textarea></script><script>alert(4)</script>",
]
MARKDOWN = [
    "![pixel](/leak-markdown)",
    "![pixel](https://evil.example/leak 'title')",
    '[title](https://ok.example "\\" onmouseover=alert(5) autofocus onfocus=alert(6) \\"")',
    "![by reference][leak]\n\n[leak]: /leak-reference 'title'",
    "[x](javascript:alert(7))",
    "<javascript:alert(8)>",
]
TEXT = "\n\n".join([*MARKUP, *MARKDOWN, *HOSTILE])
WATCH = """
const kept = "spy.ran"
const ran = (what) => sessionStorage.setItem(kept, JSON.stringify([...JSON.parse(sessionStorage.getItem(kept) ?? "[]"), String(what)]))
for (const name of ["alert", "confirm", "prompt"]) globalThis[name] = (words) => ran(name + " " + words)
addEventListener("securitypolicyviolation", ({ blockedURI, violatedDirective }) => ran(`${violatedDirective} refused ${blockedURI}`))
for (const name of ["htmx:configRequest", "htmx:beforeRequest"]) document.addEventListener(name, () => ran(name))
"""
OURS = ("/chat/", "/static/", "/live/", "/ws/", "/settings/", "/usage/", "/people/", "/profile/", "/accounts/viewer.css")


class Spy:
    """Watches one page from its next load on: `saw` is what ran there, was refused to run, or left it, reloads included."""

    def __init__(self, page):
        self.page, self.asked = page, []
        page.context.add_init_script(WATCH)
        page.on("request", self._hear)
        page.reload()

    def _hear(self, request):
        self.asked.append((request.url, "hx-request" in request.headers))

    @property
    def saw(self):
        ran = self.page.evaluate("() => JSON.parse(sessionStorage.getItem('spy.ran') ?? '[]')")
        return ran + [f"asked for {url}" for url, by_htmx in self.asked if by_htmx or not self._is_ours(url)]

    def _is_ours(self, url):
        host, _, path = url.partition("://")[2].partition("/")
        return host == self.page.url.split("/")[2] and f"/{path}".startswith(OURS) and "leak" not in path
