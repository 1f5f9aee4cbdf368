"""What a scene takes where the words left it open: titles, hours and palettes that suit it."""

TITLES = {
    "mountains": "mountains",
    "sea": "open sea",
    "dunes": "sand dunes",
    "aurora": "northern lights",
    "forest": "misty forest",
    "city": "city skyline",
    "planet": "ringed planet",
    "nebula": "nebula",
    "galaxy": "spiral galaxy",
    "bauhaus": "Bauhaus geometry",
    "mandala": "mandala",
    "silk": "folds of silk",
    "contours": "contour map",
    "meadow": "flower meadow",
    "pond": "koi pond",
    "glass": "stained glass",
    "rain": "rain on a window",
    "clouds": "sea of clouds",
}

TITLES_WITH = {
    ("mountains", "lake"): "mountain lake",
    ("mountains", "fjord"): "fjord",
    ("sea", "boat"): "sea with a boat",
    ("planet", "rings"): "ringed planet",
    ("planet", "bare"): "planet",
}

# Under the open sky, so hour and weather show.
LANDSCAPES = ("mountains", "sea", "dunes", "forest", "city", "meadow", "clouds")
# Indoors or without a horizon, but still darker by night.
HOURLY = (*LANDSCAPES, "pond", "rain")

HOURS = {"city": ("night", "night", "dusk"), "rain": ("night", "dusk"), "meadow": ("day", "dawn"), "pond": ("day", "dawn")}
ANY_HOUR = ("dawn", "day", "dusk")

BY_HOUR = {
    "dawn": (("dawn",), ("lavender", "peach"), ("sky", "rose"), ("dream",)),
    "day": (("day",), ("sky", "peach"), ("summer",), ("teal", "sand")),
    "dusk": (("dusk",), ("navy", "copper"), ("indigo", "peach"), ("cosmos",)),
    "night": (("night",), ("navy", "amber"), ("indigo", "rose"), ("night", "teal")),
}
BY_KIND_AND_HOUR = {
    ("dunes", "day"): (("desert",), ("sand", "sky"), ("copper", "sand")),
    ("forest", "day"): (("forest",), ("emerald", "gold"), ("olive", "amber")),
    ("forest", "dawn"): (("forest", "peach"), ("mint", "peach"), ("dawn",)),
    ("sea", "day"): (("ocean",), ("summer",), ("day",)),
    ("meadow", "day"): (("coral", "green"), ("rose", "forest"), ("sky", "green"), ("red", "green")),
    ("meadow", "dawn"): (("peach", "forest"), ("pink", "green"), ("lavender", "forest")),
    ("pond", "day"): (("teal",), ("emerald",), ("ocean",)),
    ("pond", "dawn"): (("forest",), ("turquoise",)),
}
BY_KIND = {
    "aurora": (("emerald", "purple"), ("green", "indigo"), ("teal", "magenta"), ("turquoise", "pink")),
    "planet": (("sand", "copper"), ("copper", "teal"), ("ice", "indigo"), ("rose", "purple"), ("amber", "blue")),
    "nebula": (("cosmos", "teal"), ("indigo", "rose"), ("teal", "amber"), ("purple", "coral"), ("blue", "pink")),
    "galaxy": (("cosmos", "indigo"), ("indigo", "peach"), ("amber", "blue"), ("ice", "purple")),
    "bauhaus": (("red", "blue", "yellow"), ("coral", "teal", "gold"), ("orange", "navy", "sand"), ("teal", "amber")),
    "mandala": (("indigo", "gold"), ("teal", "amber"), ("crimson", "gold"), ("purple", "turquoise"), ("emerald", "copper")),
    "silk": (("pink", "indigo"), ("teal", "copper"), ("peach", "lavender"), ("emerald", "gold"), ("navy", "rose")),
    "contours": (("forest", "sand"), ("teal", "amber"), ("navy", "copper"), ("olive", "peach"), ("ocean", "sand")),
    "glass": (("blue", "gold"), ("teal", "coral"), ("dusk", "gold"), ("emerald", "amber"), ("purple", "peach")),
}
