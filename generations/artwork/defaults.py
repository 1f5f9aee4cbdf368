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
    ("mountains", "river"): "mountains by the water",
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

# Of a pair, the first is the sky or the light, the second the water, the trees or the windows.
BY_HOUR = {
    "dawn": (("dawn",), ("peach", "lavender"), ("rose", "sky"), ("dream",)),
    "day": (("day",), ("sky", "teal"), ("sky", "forest"), ("sky", "ocean")),
    "dusk": (("dusk",), ("copper", "navy"), ("peach", "indigo"), ("cosmos",)),
    "night": (("night",), ("navy", "teal"), ("indigo", "navy"), ("night", "indigo")),
}
BY_KIND_AND_HOUR = {
    ("dunes", "day"): (("desert",), ("sky", "sand"), ("sand",)),
    ("dunes", "dawn"): (("peach", "rose"), ("dawn",), ("rose", "lavender")),
    ("forest", "day"): (("forest",), ("gold", "emerald"), ("amber", "olive")),
    ("forest", "dawn"): (("peach", "forest"), ("mint", "teal"), ("dawn",)),
    ("sea", "day"): (("ocean",), ("summer",), ("day",)),
    ("meadow", "day"): (("coral", "green"), ("rose", "forest"), ("sky", "green"), ("red", "green")),
    ("meadow", "dawn"): (("peach", "forest"), ("pink", "green"), ("lavender", "forest")),
    ("pond", "day"): (("teal",), ("emerald",), ("ocean",)),
    ("pond", "dawn"): (("forest",), ("turquoise",)),
    ("city", "night"): (("night",), ("navy", "amber"), ("indigo", "rose"), ("purple", "gold")),
    ("rain", "night"): (("night",), ("navy", "amber"), ("indigo", "rose"), ("teal", "coral")),
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
