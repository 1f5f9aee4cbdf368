"""How a picture is developed: what a mood word changes about light and colour, never what is in it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Mood:
    """`exposure`, `saturation` and `bloom` are factors around 1; `contrast` and `vignette` begin at 0 for none."""

    exposure: float = 1.0
    saturation: float = 1.04
    contrast: float = 0.12
    bloom: float = 0.5
    vignette: float = 0.28


MOODS = {
    "": Mood(),
    "calm": Mood(contrast=0.04, bloom=0.45, vignette=0.18, saturation=0.98),
    "dramatic": Mood(contrast=0.42, exposure=0.96, vignette=0.5, saturation=1.1),
    "dreamy": Mood(bloom=1.0, contrast=-0.06, saturation=1.0, exposure=1.04, vignette=0.15),
    "dark": Mood(exposure=0.68, contrast=0.2, vignette=0.55),
    "bright": Mood(exposure=1.14, contrast=0.06, vignette=0.08),
    "vivid": Mood(saturation=1.28, contrast=0.2),
    "muted": Mood(saturation=0.66, contrast=-0.04),
}
