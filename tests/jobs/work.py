"""How errands are done."""

import asyncio

from channels.db import database_sync_to_async

from jobs.kinds import Failed


async def run_errand(errand):
    """Do what the errand's task says: "walk" ends at once, "wait" never does."""
    if errand.task == "refuse":
        raise Failed("The shop is closed. Try again tomorrow.")
    if errand.task == "stumble":
        raise KeyError("a secret that no page may show")
    if errand.task == "wait":
        await database_sync_to_async(errand.checkpoint, thread_sensitive=False)(progress=1)
        await asyncio.Event().wait()
    if errand.task == "stroll":
        await asyncio.sleep(0.3)
