"""A backend for tests: it draws one colour, and does what it is told to."""

import asyncio
import threading
from io import BytesIO

from PIL import Image
from PIL.PngImagePlugin import PngInfo

from generations.backends import Done, Progress, Queued, Refused


def picture(size=(64, 64), colour="teal", kind="PNG", words=""):
    """The bytes of an image; `words` go into its metadata."""
    content, options = BytesIO(), {}
    if words and kind == "PNG":
        options["pnginfo"] = PngInfo()
        options["pnginfo"].add_text("parameters", words)
    Image.new("RGB", size, colour).save(content, kind, **options)
    return content.getvalue()


class Painter:
    """`steps` previews, each after `pace` seconds; `hold()` lets it wait until `go()`."""

    def __init__(self):
        self.steps, self.pace = 1, 0.0
        self.trouble = None  # a Refused to raise after the steps
        self.result = picture((256, 192))
        self.wishes, self.stopped = [], threading.Event()
        self.running, self.most_running = 0, 0
        self._may_go = threading.Event()
        self._may_go.set()

    def hold(self):
        self._may_go.clear()

    def go(self):
        self._may_go.set()

    async def generate(self, wish, credential):
        self.wishes.append(wish)
        self.running += 1
        self.most_running = max(self.running, self.most_running)
        try:
            yield Queued()
            for step in range(self.steps):
                await asyncio.sleep(self.pace)
                yield Progress((step + 1) / (self.steps + 1), picture((32, 24), (step * 40 % 255, 90, 120)))
            await asyncio.to_thread(self._may_go.wait, 20)
            if self.trouble:
                raise self.trouble
            yield Done(self.result, seed=wish.seed, scene=("test", "one colour"))
        except (asyncio.CancelledError, GeneratorExit):
            self.stopped.set()
            raise
        finally:
            self.running -= 1


REFUSED = Refused("The provider does not draw this. Say it in other words.", "unsafe")
