"""A server on this machine that speaks OpenAI's images, well or in every way that goes wrong.

https://platform.openai.com/docs/api-reference/images/create and …/images-streaming
"""

import threading

from tests.generations.backends.local import LocalServer
from tests.generations.backends.pictures import BIG_PREVIEW, IMAGE, PREVIEW, giant_text, text

USAGE = {"input_tokens": 12, "output_tokens": 4160, "total_tokens": 4172}


class OpenAIServer(LocalServer):
    """`trouble` is a method of `Trouble` that happens after `after` previews; `unknown` are parameters that it refuses."""

    prefix = "/v1"

    def __init__(self, trouble="", after=0):
        super().__init__()
        self.trouble, self.after = trouble, after
        self.streams = True
        self.unknown = {}  # {parameter: the whole answer's body, or None for the usual one}
        self.told = {}  # what else is said of the image
        self.usage = USAGE
        self.place = None  # an address instead of the image
        self.headers = {}  # of an answer that is none
        self.previews = [PREVIEW, PREVIEW]
        self.gone = threading.Event()  # a caller hung up in the middle

    @property
    def wanted(self):
        return self.asked("/v1/images/generations")[-1].json

    def answer(self, call):
        if call.path != "/v1/images/generations":
            return call.answer(200, IMAGE, kind="image/png") if call.path == "/v1/files/1.png" else call.answer(404, {})
        for name in self.unknown.keys() & call.json.keys():
            usual = {"error": {"message": f"Unknown parameter: '{name}'.", "param": name, "code": "unknown_parameter"}}
            return call.answer(400, self.unknown[name] or usual)
        if self.trouble and not self.after:
            return getattr(Trouble, self.trouble)(call, self)
        return self.stream(call) if self.streams and call.json.get("stream") else self.send(call)

    def send(self, call):
        image = {"url": self.place} if self.place else {"b64_json": text(IMAGE)}
        call.answer(200, {"created": 1, "data": [{**image, **self.told}], "usage": self.usage})

    def stream(self, call):
        call.begin()
        for number, preview in enumerate(self.previews):
            kind = {"type": "image_generation.partial_image", "partial_image_index": number}
            call.event({**kind, "b64_json": text(preview)})
            if self.trouble and number + 1 == self.after:
                return getattr(Trouble, self.trouble)(call, self)
        call.event({"type": "image_generation.completed", "b64_json": text(IMAGE), "usage": self.usage, **self.told})
        call.end()


class Trouble:
    """What may go wrong, before it began or after some previews. Some answers repeat the key, as real ones do."""

    @staticmethod
    def refuses(call, server):
        message = f"Incorrect API key provided: {call.key}."
        call.answer(401, {"error": {"message": message, "code": "invalid_api_key"}}, X_Key=call.key)

    @staticmethod
    def forbids(call, server):
        call.answer(403, {"error": {"message": f"Not with {call.key} from here."}})

    @staticmethod
    def misses(call, server):
        call.answer(404, {"error": {"message": "The model 'm' does not exist.", "code": "model_not_found"}})

    @staticmethod
    def charges(call, server):
        call.answer(400, {"error": {"message": "Billing hard limit has been reached", "code": "billing_hard_limit_reached"}})

    @staticmethod
    def hurries(call, server):
        call.answer(429, {"error": {"message": "Slow down."}}, **server.headers)

    @staticmethod
    def moderates(call, server):
        message = "Your request was rejected by the safety system. safety_violations=[violence]."
        error = {"message": message, "type": "image_generation_user_error", "param": "", "code": "moderation_blocked"}
        call.answer(400, {"error": error})

    @staticmethod
    def breaks(call, server):
        call.answer(503, f"<pre>Traceback: key={call.key}</pre>".encode(), kind="text/html")

    @staticmethod
    def redirects(call, server):
        call.answer(307, b"", Location=f"{server.origin}/elsewhere")

    @staticmethod
    def hangs(call, server):
        call.hang()

    @staticmethod
    def waits(call, server):
        """Until the caller hangs up."""
        if call.is_gone(30):
            server.gone.set()

    @staticmethod
    def cuts(call, server):
        if not server.after:
            call.begin()
        call.cut()

    @staticmethod
    def stops_short(call, server):
        """The body ends as it should, but no image came."""
        if not server.after:
            call.begin()
        call.end()

    @staticmethod
    def garbles(call, server):
        if not server.after:
            call.begin()
        call.part(b'data: {"type": "image_generation.com\n\n')
        call.end()

    @staticmethod
    def stumbles(call, server):
        if not server.after:
            call.begin()
        error = {"type": "server_error", "message": f"The engine of {call.key} fell over."}
        call.event({"type": "error", "error": error})
        call.end()

    @staticmethod
    def moderates_late(call, server):
        call.event({"type": "error", "error": {"message": "Rejected.", "code": "moderation_blocked"}})
        call.end()

    @staticmethod
    def chats(call, server):
        call.answer(200, b"<!doctype html><title>Welcome</title>", kind="text/html")

    @staticmethod
    def is_empty(call, server):
        call.answer(200, {"created": 1, "data": []})

    @staticmethod
    def is_blank(call, server):
        """What SGLang answers where it is asked to stream."""
        call.answer(200, {"created": 1, "data": [{"b64_json": None}]})

    @staticmethod
    def scribbles(call, server):
        call.answer(200, {"created": 1, "data": [{"b64_json": "not base64 at all, é"}]})

    @staticmethod
    def is_giant(call, server):
        call.answer(200, {"created": 1, "data": [{"b64_json": giant_text()}]})

    @staticmethod
    def is_giant_in_a_stream(call, server):
        call.begin()
        call.event({"type": "image_generation.completed", "b64_json": giant_text()})
        call.end()

    @staticmethod
    def previews_too_much(call, server):
        call.begin()
        partial = {"type": "image_generation.partial_image", "partial_image_index": 0}
        call.event({**partial, "b64_json": giant_text(BIG_PREVIEW)})
        call.event({"type": "image_generation.completed", "b64_json": text(IMAGE)})
        call.end()

    @staticmethod
    def floods(call, server):
        call.begin("application/json")
        for _ in range(4096):
            call.part(b" " * 65_536)
