"""The end of a server process, where the server announces it."""

import asyncio


class Lifespan:
    """Answers the server's `lifespan` events: `at_end()` runs, in a thread, before the process goes.

    uvicorn ends by raising the signal that stopped it again, so nothing that Python would do at its end happens there.
    Daphne announces nothing and ends as any program. https://asgi.readthedocs.io/en/stable/specs/lifespan.html
    """

    def __init__(self, application, at_end):
        self.application, self.at_end = application, at_end

    async def __call__(self, scope, receive, send):
        if scope["type"] != "lifespan":
            return await self.application(scope, receive, send)
        while (await receive())["type"] != "lifespan.shutdown":
            await send({"type": "lifespan.startup.complete"})
        await asyncio.to_thread(self.at_end)
        await send({"type": "lifespan.shutdown.complete"})
