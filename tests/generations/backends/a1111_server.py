"""A server on this machine that speaks the API of AUTOMATIC1111's web UI, in its versions and in every way that goes wrong.

https://github.com/AUTOMATIC1111/stable-diffusion-webui: modules/api/api.py and modules/progress.py
"""

import json
import threading
from contextlib import contextmanager

from tests.generations.backends.local import LocalServer
from tests.generations.backends.pictures import BIG_PREVIEW, FOREIGN, IMAGE, PREVIEW, giant_text, text

STEPS = 4


class A1111Server(LocalServer):
    """One image at a time. `knows_tasks`: it has /internal/progress; `takes_names`: tasks are called as we call them."""

    def __init__(self):
        super().__init__()
        self.knows_tasks = self.takes_names = self.is_forge = True
        self.pace = 0.05  # seconds a step
        self.is_endless = False  # draws until it is interrupted
        self.trouble = ""  # a method of `Trouble`
        self.login = None  # "user:password" in base64
        self.checkpoint = "m"
        self.preview = text(PREVIEW)
        self.lock, self.changed = threading.Lock(), threading.Condition()
        self.current, self.pending, self.finished, self.step, self.image = None, [], [], 0, None
        self.interrupted, self.interrupts = threading.Event(), []

    @property
    def wanted(self):
        return self.asked("/sdapi/v1/txt2img")[-1].json

    def answer(self, call):
        if self.login and call.key != self.login and call.path.startswith("/sdapi"):
            return call.answer(401, {"error": "HTTPException", "detail": f"Incorrect: {call.key}", "body": "", "errors": ""})
        answers = {
            "/sdapi/v1/txt2img": self.txt2img,
            "/sdapi/v1/progress": self.progress,
            "/sdapi/v1/interrupt": self.interrupt,
            **({"/internal/progress": self.internal_progress} if self.knows_tasks else {}),
        }
        if self.trouble == "hides" and self.current and call.path.endswith("/progress"):
            return call.cut()
        if self.trouble == "misses" or call.path not in answers:
            return call.answer(404, {"detail": "Not Found"})
        return answers[call.path](call)

    def txt2img(self, call):
        if self.trouble:
            return getattr(Trouble, self.trouble)(call, self)
        task = call.json["force_task_id"] if self.takes_names else f"task({len(self.calls)})"
        self.draw(task, PREVIEW)
        self.give(call, text(IMAGE))

    def give(self, call, image):
        info = {"seed": call.json["seed"], "sd_model_name": self.checkpoint, "prompt": call.json["prompt"]}
        call.answer(200, {"images": [image], "parameters": call.json, "info": json.dumps(info)})

    def draw(self, task, image):
        """A task from its queue to its end; `image` is how it looks so far."""
        self.change(self.pending.append, task)
        with self.lock:
            self.interrupted.clear()
            self.change(self.begin, task, image)
            step = 0
            while (self.is_endless or step < STEPS) and not self.interrupted.is_set() and not self.let_go.is_set():
                self.interrupted.wait(self.pace)
                step += 1
                self.step = min(step, STEPS - 1)
            self.change(self.end, task)

    def begin(self, task, image):
        self.pending.remove(task)
        self.current, self.image, self.step = task, image, 0

    def end(self, task):
        self.current = self.image = None
        self.finished.append(task)

    def change(self, act, *details):
        with self.changed:
            act(*details)
            self.changed.notify_all()

    def wait_until(self, is_so):
        with self.changed:
            assert self.changed.wait_for(is_so, 20)

    @contextmanager
    def busy(self):
        """Somebody else draws something, until they are done with it."""
        is_endless, self.is_endless = self.is_endless, True
        thread = threading.Thread(target=self.draw, args=("task(of somebody else)", FOREIGN), daemon=True)
        thread.start()
        self.wait_until(lambda: self.current)
        yield self.interrupted.set
        self.interrupted.set()
        thread.join(20)
        self.is_endless = is_endless

    def progress(self, call):
        state = {"job_count": int(self.current is not None), "sampling_step": self.step, "sampling_steps": STEPS}
        shown = text(self.image) if self.image and call.query["skip_current_image"] == "false" else None
        fraction = self.step / STEPS if self.current else 0
        call.answer(200, {"progress": fraction, "eta_relative": 3.0, "state": state, "current_image": shown})

    def internal_progress(self, call):
        task = call.json["id_task"]
        told = {"active": task == self.current, "queued": task in self.pending, "completed": task in self.finished}
        if told["active"]:
            is_new = call.json["id_live_preview"] != self.step
            shown = f"data:image/png;base64,{self.preview}" if is_new else None
            more = {"progress": self.step / STEPS, "eta": 3.0, "live_preview": shown, "id_live_preview": self.step}
        else:
            place = f"In queue: {self.pending.index(task) + 1}/{len(self.pending)}" if told["queued"] else "Waiting..."
            more = {"id_live_preview": -1, "textinfo": place if self.is_forge else "Queued..."}
        call.answer(200, told | more)

    def interrupt(self, call):
        self.interrupts.append(self.current)
        self.interrupted.set()
        call.answer(200, {})


class Trouble:
    """What may become of an image."""

    @staticmethod
    def is_out_of_memory(call, server):
        call.answer(500, {"error": "OutOfMemoryError", "detail": "", "body": "", "errors": "CUDA out of memory. Tried to"})

    @staticmethod
    def breaks(call, server):
        call.answer(500, {"error": "RuntimeError", "detail": "", "body": "", "errors": f"at {call.key}"})

    @staticmethod
    def is_picky(call, server):
        call.answer(422, {"detail": [{"loc": ["body", "width"], "msg": "ensure this value is less than 512"}]})

    @staticmethod
    def forbids(call, server):
        call.answer(403, {"error": "HTTPException", "detail": f"Not with {call.key} from here.", "body": "", "errors": ""})

    @staticmethod
    def cuts(call, server):
        server.draw(call.json["force_task_id"], PREVIEW)
        call.begin("application/json")
        call.part(b'{"images": ["')
        call.cut()

    @staticmethod
    def hangs(call, server):
        call.hang()

    @staticmethod
    def chats(call, server):
        call.answer(200, b"<!doctype html><title>Stable Diffusion</title>", kind="text/html")

    @staticmethod
    def is_empty(call, server):
        call.answer(200, {"images": [], "parameters": {}, "info": "{}"})

    @staticmethod
    def scribbles(call, server):
        server.give(call, "not base64 at all, é")

    @staticmethod
    def is_giant(call, server):
        server.give(call, giant_text())

    @staticmethod
    def hides(call, server):
        """It draws, but whoever looks at it finds a broken connection."""
        server.draw(call.json["force_task_id"], PREVIEW)
        server.give(call, text(IMAGE))

    @staticmethod
    def says_little(call, server):
        """No word of what it drew with."""
        call.answer(200, {"images": [text(IMAGE)], "parameters": {}, "info": None})

    @staticmethod
    def previews_too_much(call, server):
        server.preview = giant_text(BIG_PREVIEW)
        server.draw(call.json["force_task_id"], PREVIEW)
        server.give(call, text(IMAGE))
