"""The smallest site that draws: it answers every request with a picture. For servers that tests start."""

from generations.backends import Done, Wish
from generations.backends.artwork import generate


async def application(scope, receive, send):
    if scope["type"] != "http":
        return
    image = b""
    async for event in generate(Wish("a sea", 64, 64, 1), ""):
        if isinstance(event, Done):
            image = event.image
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"image/png")]})
    await send({"type": "http.response.body", "body": image})
