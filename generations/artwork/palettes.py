"""Curated palettes: for each colour word or mood seven shades from dark to light, and the palette that goes well with it.

Chosen by eye, never computed: turning a hue by arithmetic made crimson and lime of pink and indigo.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Palette:
    """`shades` as sRGB hex strings from the darkest to the lightest; `companion` names another palette."""

    name: str
    companion: str
    shades: tuple[str, ...]


_TABLE = """
red        sand       1a0406 4a0a12 8a1420 c9252c e8554a f59a85 fde3d6
crimson    gold       170309 430717 7d0c28 b5173a d9475c ee9295 fbe2da
rose       olive      2b1018 5e2334 98425a c96b7f e59aa3 f4c7c6 fdf1ec
pink       indigo     2a0a22 5c1746 9c2b6c d94f92 f285b4 fab8d2 fff0f4
magenta    cyan       1c0424 4a0a52 8a1382 c822a4 ec5fc0 f7a6da fdeaf6
purple     gold       120722 2c1250 4f2583 7a42b4 a574d2 ceabe8 f3e8fa
lavender   peach      1a1630 38305e 5f5592 8d81bf b6abdb d9d0ee f7f3fc
indigo     pink       070a24 131a4a 232f7c 3b4eb0 6a80d2 a5b6ea e8eefc
blue       amber      04122b 0a2a5e 114b9c 2573cf 5a9fe6 9fcaf4 eaf5fd
navy       copper     030818 081430 10244e 1f3c72 41639a 8aa5c6 dfe8f0
sky        peach      0d2a44 1f527c 3f86b8 74b4dc a9d5ee d6edf7 fcfdf9
cyan       coral      03222b 064a58 0a7c8c 1fb0bf 62d4db aeecee effcfa
teal       amber      03191c 073538 0e5a5a 1e8580 53afa5 9dd4c8 eaf7f0
turquoise  coral      04211f 0a4743 12776f 25aca0 66d0c2 aee8dc f0fbf4
mint       peach      0c2a22 1f5443 3d8a6c 6cba96 a0dabd cfeedd f7fcf5
green      gold       07170a 123617 1f5c28 3a8a3f 74b566 b4d99a f1f8dc
emerald    gold       021a14 05392b 086149 0f9069 45bb8c 98debb ebfaf0
forest     amber      0a120c 17281a 28452b 466a42 769365 b3c19a eef0dc
olive      copper     14140a 2c2e15 4d5023 767a37 a3a45d cfcb96 f5f1da
lime       teal       10200a 2a4a10 51801a 86b82b b5db58 dcf09b f9fde4
yellow     blue       2a1c04 5e430a 9c7210 d8a51a f4cb42 fbe38c fffae0
gold       navy       1c1206 44300f 7a5718 b5852a dcb155 f1d899 fdf6e2
amber      teal       1f0f04 4d260a 8c4a0e cc7a16 f0a63a f8cf86 fff3da
orange     blue       240c04 5c1f08 a03a0c de6216 f68f42 fbc08c fff0de
coral      teal       2a0f14 5f2029 a33c42 e0655d f59585 fbc4b4 fff2ea
peach      lavender   35191a 6b3836 a9635a dc9380 f3b9a1 fad9c6 fff6ec
brown      sky        140c08 321f14 5a3a25 86603f b08c66 d6bd9b f5ebda
copper     teal       190a06 431a0f 7a331c b35a34 d88a5e edbb95 fbeadb
sand       sky        241b14 4a3a2a 7d6549 ad9068 d1b98f e8d9b8 fbf6e8
white      sand       2b2f36 565d66 878f96 b4b9bb d5d6d2 ebe9e1 fdfbf4
grey       rose       0f1215 252a30 454c54 6d757d 9aa2a8 c9ced1 f3f5f5
black      silver     040405 0c0d10 191b20 2c3038 4b515c 868d98 dfe3e8
silver     navy       0e131a 232c36 43505c 6f7e8a a0adb6 ced7dc f5f8f9
dawn       peach      1c2340 3d3a66 7a5583 c3768a ee9f86 fbcf9d fff0d6
day        sand       0f2c3f 1f5673 3c86a8 74b3cf aed6e3 dceef0 fbfaf0
dusk       indigo     140f2d 35205a 6f2f74 b8456f ea6f55 f8a95a ffe2a0
night      amber      050816 0b1533 152a5c 24488a 4371b4 86aad8 dce8f6
autumn     teal       1d0d0a 4b1a12 8a3318 c75d1f e6962f f0c566 fbeec9
winter     peach      101c2c 27405a 4c6f8c 7c9db4 aec6d4 d8e5ea fbfcfb
spring     mint       16281d 2f5a3a 6f9a5c e0a0ae f2bccb f8d9dc fff4f3
summer     coral      052638 0b5470 138a9c 4fbcb4 b3dba4 f6e59b fffbe6
storm      sand       0b0f14 1b252e 32424d 55696f 84959a b9c2c1 eceeea
neon       cyan       07031a 1f0a4a 5a12a0 c11fb4 ff4f9a ff9fb8 fde9ff
pastel     mint       4a4468 7f78a6 aba4d0 d3b9dc f2c9d4 fbe0cf fdf7e6
vintage    olive      1d1712 3f3226 6b563f 977c5a bfa37b dfcaa4 f6ecd5
fire       indigo     120302 450a05 8f1a06 d6420a f7861a fcc552 fff3c4
ice        lavender   04182a 0c3a58 206a90 4e9dbd 8cc8dc c6e8ef f6fdfd
ocean      sand       021420 053247 0a5872 13879a 4cb5b6 a3dacd f1f7e4
dream      sky        241447 4b2a7d 8b4aa5 cd74b5 f0a5bd f9d2c8 fff4e2
desert     sky        2a120d 5f2a1b 9c4f2f cd7f4c e8b078 f5d8a8 fef4dc
earth      sand       17120e 38291d 64472d 8f6c44 a99767 c9c29b f0ecd6
cosmos     teal       06040f 1a0f38 40205f 803678 c4577e f09a7c ffe4b4
"""


def _read(line):
    name, companion, *shades = line.split()
    return name, Palette(name, companion, tuple(f"#{shade}" for shade in shades))


PALETTES = dict(map(_read, _TABLE.strip().splitlines()))
