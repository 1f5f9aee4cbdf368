"""What the ComfyUI on this machine tells of its prompts, in the words of its version, and where it fails."""

import asyncio
import json
import struct
from contextlib import suppress

from tests.generations.backends.pictures import BIG_PREVIEW, FOREIGN, PREVIEW

STEPS = 4
MIB = 1024 * 1024
ENOUGH_TO_BREAK = 9 * MIB  # bytes: more than one message may have


class Tales:
    """`heard` is what clients said first."""

    def __init__(self, server):
        self.server, self.heard = server, {}

    def hear(self, client, message):
        said = json.loads(message["text"])
        if said["type"] == "feature_flags":
            self.heard[client] = said["data"]

    def refusal(self, asked):
        """(status, body) where a graph is not taken, else None."""
        loader = next(node for node in asked.json["prompt"].values() if node["class_type"] == "CheckpointLoaderSimple")
        wanted = loader["inputs"]["ckpt_name"]
        if wanted not in self.server.checkpoints:
            return 400, _fault("4", "CheckpointLoaderSimple", f"ckpt_name: '{wanted}' not in {self.server.checkpoints}")
        return {
            "is_picky": (400, _fault("3", "KSampler", "scheduler: 'normal' not in []")),
            "breaks": (500, f"<pre>Traceback: {asked.headers.get('authorization')}</pre>".encode()),
            "forbids": (403, {"error": {"message": f"Not with {asked.headers.get('authorization', '')[7:]} from here."}}),
            "misses": (404, b"404: Not Found"),
            "chats": (200, b"<!doctype html><title>ComfyUI</title>"),
        }.get(self.server.trouble)

    async def tell(self, prompt):
        """One prompt, from its beginning to its place in the history."""
        if self.server.trouble == "forgets":
            return
        self.say(prompt, "execution_start", {})
        self.say(prompt, "execution_cached", {"nodes": []})
        nodes = ["3", "10"] if "10" in prompt.graph else ["3"]
        for node in nodes:
            self.say(prompt, "executing", {"node": node})
            await self._draw(prompt, node)
        await self._end(prompt)

    async def _draw(self, prompt, node):
        step = 0
        while (self.server.is_endless or step < STEPS) and not prompt.was_interrupted.is_set():
            with suppress(TimeoutError):
                await asyncio.wait_for(prompt.was_interrupted.wait(), self.server.pace)
            step = min(step + 1, STEPS)
            self._tell_step(prompt, node, step)

    def _tell_step(self, prompt, node, step):
        state = {"value": step, "max": STEPS, "state": "running", "node_id": node, "prompt_id": prompt.id}
        if not self.server.is_old:
            self.say(prompt, "progress_state", {"nodes": {node: state}})
        if not self.server.is_terse:
            self.say(prompt, "progress", {"value": step, "max": STEPS, **({} if self.server.is_old else {"node": node})})
        self.send(prompt, self._picture(prompt))
        if self.server.trouble == "drops" and step == 2:
            self.send(prompt, None)

    def _picture(self, prompt):
        shown = {"shows_much": b"0" * BIG_PREVIEW, "shows_too_much": b"0" * ENOUGH_TO_BREAK}.get(self.server.trouble, PREVIEW)
        if self.server.is_old or not self.heard.get(prompt.client, {}).get("supports_preview_metadata"):
            return struct.pack(">II", 1, 2) + shown
        told = json.dumps({"node_id": "3", "prompt_id": prompt.id, "image_type": "image/png"}).encode()
        return struct.pack(">II", 4, len(told)) + told + shown

    def show_foreign(self):
        """What belongs to others, to everybody who listens."""
        told = json.dumps({"prompt_id": "of somebody else", "image_type": "image/png"}).encode()
        return struct.pack(">II", 4, len(told)) + told + FOREIGN

    async def _end(self, prompt):
        event, data = self._ending(prompt)
        messages = [["execution_start", {"prompt_id": prompt.id}], [event, {"prompt_id": prompt.id, **data}]]
        is_good = event == "execution_success"
        place = {"filename": "ComfyUI_temp_00001_.png", "subfolder": "", "type": "temp"}
        kept = {"prompt": prompt.entry, "outputs": {"9": {"images": [place]}} if is_good else {}}
        if not self.server.is_old:
            kept["status"] = {"status_str": "success" if is_good else "error", "completed": is_good, "messages": messages}
        if self.server.trouble == "loses_its_work":
            kept["outputs"] = {}
        if not is_good or not self.server.is_old:
            self.say(prompt, event, data)
        await asyncio.sleep(self.server.late)
        self.server.history[prompt.id] = kept
        self.say(prompt, "executing", {"node": None})

    def _ending(self, prompt):
        if prompt.was_interrupted.is_set() or self.server.trouble == "is_interrupted":
            return "execution_interrupted", {"node_id": "3", "node_type": "KSampler", "executed": []}
        errors = {
            "fails": ("RuntimeError", f"mat1 and mat2 cannot be multiplied, says {self.server.key}"),
            "is_out_of_memory": ("torch.OutOfMemoryError", "Allocation on device 0 would exceed allowed memory."),
        }
        if self.server.trouble in errors:
            kind, words = errors[self.server.trouble]
            return "execution_error", {"exception_type": kind, "exception_message": words, "traceback": ["…"]}
        return "execution_success", {}

    def say(self, prompt, kind, data):
        self.send(prompt, {"type": kind, "data": {**data, "prompt_id": prompt.id}})

    def send(self, prompt, data):
        """To the one client whose prompt it is; some also hear of others."""
        outbox = self.server.sockets.get(prompt.client)
        if outbox and not self.server.is_mute:
            outbox.put_nowait({"type": "status", "data": {"status": {"exec_info": {"queue_remaining": 1}}}})
            outbox.put_nowait({"type": "execution_error", "data": {"prompt_id": "of somebody else", "exception_message": "no"}})
            outbox.put_nowait(self.show_foreign())
            outbox.put_nowait(data)


def _fault(node, kind, details):
    error = {"type": "value_not_in_list", "message": "Value not in list", "details": details, "extra_info": {}}
    failed = {"type": "prompt_outputs_failed_validation", "message": "Prompt outputs failed validation", "details": ""}
    return {"error": failed, "node_errors": {node: {"errors": [error], "dependent_outputs": ["9"], "class_type": kind}}}
