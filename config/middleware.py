"""What a page may do in the browser, and what the browser may keep of it."""

from asgiref.sync import iscoroutinefunction, markcoroutinefunction

HEADERS = {
    "Content-Security-Policy": "default-src 'self'; img-src 'self' data: blob:; object-src 'none'; "
    "base-uri 'none'; frame-ancestors 'none'; form-action 'self'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
PERSONAL = "private, no-store"


class BrowserRules:
    """Nothing inline and nothing from elsewhere, on every answer; what is somebody's own is kept in no cache.

    A view may set a header of its own: it stays.
    """

    sync_capable = True
    async_capable = True

    def __init__(self, get_response):
        self.get_response = get_response
        if iscoroutinefunction(get_response):
            markcoroutinefunction(self)

    def __call__(self, request):
        if iscoroutinefunction(self):
            return self._call_async(request)
        return _with_headers(self.get_response(request))

    async def _call_async(self, request):
        return _with_headers(await self.get_response(request))


def _with_headers(response):
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if "Cookie" in response.headers.get("Vary", ""):  # The view looked at who is asking.
        response.headers.setdefault("Cache-Control", PERSONAL)
    return response
