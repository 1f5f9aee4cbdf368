"""What ComfyUI says when it does not draw, in words for the person."""

from generations.backends import Refused, refusals
from settings_sync.providers.scrubbing import scrub

LOADER = "CheckpointLoaderSimple"


def refused(answer, wish, key):
    """The Refused for a graph that it did not take: `{"error": {"message", …}, "node_errors": {node: {"errors", "class_type"}}}`."""
    body = answer.json if isinstance(answer.json, dict) else {}
    if answer.status == 404:
        return refusals.misplaced(wish)
    faults = list(_faults(body.get("node_errors")))
    if any(kind == LOADER for kind, _ in faults):
        return Refused(f"{wish.provider} does not have the model {wish.model}. Choose another one, then retry.", "model")
    if faults:
        said = scrub("; ".join(words for _, words in faults), key)
        return Refused(f"{wish.provider} cannot draw this: “{said}”. Its operator may have to update it.")
    return refusals.by_answer(answer, wish, key)


def _faults(nodes):
    """(kind of node, words) for each fault."""
    for node in nodes.values() if isinstance(nodes, dict) else ():
        errors = node.get("errors") if isinstance(node, dict) else None
        for error in errors if isinstance(errors, list) else ():
            if isinstance(error, dict):
                words = ": ".join(str(error[name]) for name in ("message", "details") if error.get(name))
                yield node.get("class_type"), words


def failed(drawing, wish, key):
    """The Refused for a prompt that ended without an image."""
    if drawing.was_stopped:
        return refusals.stopped(wish)
    told = drawing.error
    kind, words = (told.get(name) for name in ("exception_type", "exception_message"))
    return refusals.by_event({"message": words if isinstance(words, str) else "", "type": kind}, wish, key)
