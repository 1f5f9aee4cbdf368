"""What a page may do in the browser."""

from asgiref.sync import iscoroutinefunction, markcoroutinefunction

HEADERS = {
    "Content-Security-Policy": "default-src 'self'; img-src 'self' data: blob:; object-src 'none'; "
    "base-uri 'none'; frame-ancestors 'none'; form-action 'self'",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}


class ContentSecurityPolicy:
    """Nothing inline and nothing from elsewhere, on every answer; a view may set a stricter header of its own."""

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
    return response
