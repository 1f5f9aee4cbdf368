"""What ComfyUI is asked to do: a graph of its own nodes, by number.

https://docs.comfy.org/development/core-concepts/workflow (the API format)
"""

STEPS = 25
GUIDANCE = 7  # cfg: how closely it keeps to the prompt
VARIED = 0.5  # denoise: how much of the image a variation draws anew
STEP = 8  # pixels: what sides are multiples of

DRAW, CHECKPOINT, EMPTY, WANTED, UNWANTED, DECODE, KEEP, VARY = "3", "4", "5", "6", "7", "8", "9", "10"


def graph(wish, checkpoint):
    """The nodes that draw a wish. A variation draws the image itself first, then half of it again with a seed of its own."""
    last = VARY if wish.variation else DRAW
    varied = {VARY: _sampler(wish.variation, VARIED, [DRAW, 0])} if wish.variation else {}
    return {
        CHECKPOINT: _node("CheckpointLoaderSimple", ckpt_name=checkpoint),
        EMPTY: _node("EmptyLatentImage", width=_side(wish.width), height=_side(wish.height), batch_size=1),
        WANTED: _node("CLIPTextEncode", text=wish.prompt, clip=[CHECKPOINT, 1]),
        UNWANTED: _node("CLIPTextEncode", text=wish.negative_prompt, clip=[CHECKPOINT, 1]),
        DRAW: _sampler(wish.seed, 1.0, [EMPTY, 0]),
        **varied,
        DECODE: _node("VAEDecode", samples=[last, 0], vae=[CHECKPOINT, 2]),
        # What is previewed goes to its folder for temporary files: nobody finds a private image among those that it keeps.
        KEEP: _node("PreviewImage", images=[DECODE, 0]),
    }


def samplers(wish):
    """The nodes that take the time, each with its share of it."""
    if not wish.variation:
        return {DRAW: 1.0}
    return {DRAW: 1 / (1 + VARIED), VARY: VARIED / (1 + VARIED)}


def _sampler(seed, denoise, latent):
    return _node(
        "KSampler",
        seed=seed,
        steps=STEPS,
        cfg=GUIDANCE,
        sampler_name="euler",
        scheduler="normal",
        denoise=denoise,
        model=[CHECKPOINT, 0],
        positive=[WANTED, 0],
        negative=[UNWANTED, 0],
        latent_image=latent,
    )


def _node(kind, **inputs):
    return {"class_type": kind, "inputs": inputs}


def _side(pixels):
    return max(round(pixels / STEP), 2) * STEP
