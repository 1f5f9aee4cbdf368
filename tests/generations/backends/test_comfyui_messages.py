"""What ComfyUI's socket tells, message by message."""

import json

import pytest

from generations.backends.comfyui_messages import Drawing

pytestmark = pytest.mark.once


def test_both_drawings_of_a_variation_together_are_all_of_it():
    drawing, told = Drawing("one", "us", {"3": 2 / 3, "9": 1 / 3}), []
    for node, step in (("3", 1), ("3", 2), ("9", 1), ("9", 2)):
        data = {"prompt_id": "one", "node": node, "value": step, "max": 2}
        told.append(drawing.take(json.dumps({"type": "progress", "data": data})).fraction)
    assert told == pytest.approx([1 / 3, 2 / 3, 5 / 6, 1])
