"""The words that are understood, in several languages: what a scene shows, and when, in which weather, mood and colours.

Words are compared without case, accents and endings. Words of scripts without spaces, and emoji, are looked for anywhere.
"""

# Words that mean one thing together, and the word for it that is read in their place.
PHRASES = {
    "aurora": ["northern lights", "northern light", "polar lights", "polar light", "luces del norte", "luci del nord"],
}

# What a scene is called in the code, and its words.
KINDS = {
    "mountains": """mountain ridge peak alp alpine himalaya fjord cliff hill valley volcano lake river canyon waterfall
        glacier berg gebirge tal fluss montagne vallee lac montana valle lago montagna monte sierra fjorden fjell vuori горы
        гора озеро 山 岳 湖 川 산 호수 🏔 ⛰ 🗻 🌋 🏞""",
    "sea": """sea ocean wave beach coast shore island sail sailboat boat ship harbour harbor bay seaside lighthouse meer
        ozean welle strand kuste insel schiff mer vague plage cote ile bateau mar ola playa isla mare onda spiaggia isola
        hav море океан волны остров 海 浪 島 船 바다 섬 🌊 🏖 ⛵ 🏝 🚢 ⚓""",
    "dunes": "dune desert sahara sand oasis camel pyramid wuste duna desierto deserto пустыня 砂漠 沙漠 사막 🏜 🐪 🐫",
    "aurora": "aurora borealis northern polarlicht nordlicht nordlys norrsken aurore revontulet сияние オーロラ 极光 極光 오로라",
    "forest": """forest wood woods woodland tree pine spruce fir jungle rainforest grove bamboo wald baum baume foret arbre
        bois bosque arbol selva albero foresta bosco skog metsa лес дерево деревья 森 林 樹 竹 树 木 숲 나무 🌲 🌳 🌴 🎋""",
    "city": """city skyline town metropolis skyscraper street downtown building urban tokyo manhattan london paris berlin
        shanghai cyberpunk stadt ville ciudad citta grossstadt город улица 都市 城市 街 東京 도시 🏙 🌃 🌆 🌇 🗼 🌉""",
    "planet": """planet saturn jupiter moon mars earth orbit ring spaceship astronaut planete planeta pianeta mond lune luna
        планета луна 惑星 行星 月 행성 달 🪐 🌍 🌎 🌏 🌕 🌑 🚀 🌙 👩‍🚀""",
    "nebula": """nebula space cosmos cosmic universe star supernova stardust weltall nebel nebuleuse espace nebulosa espacio
        spazio universum космос туманность звезды 宇宙 星雲 星云 星 우주 별 ✨ 🌠 ⭐""",
    "galaxy": "galaxy spiral milky andromeda milchstrasse galaxie galaxia galassia галактика 銀河 银河 은하 🌌 🌀",
    "bauhaus": """bauhaus geometry geometric geometrie geometria abstract poster constructivism minimalist cubism shape
        circle square triangle abstrakt abstrait abstracto astratto kandinsky абстракция 抽象 幾何 几何 추상 🔺 🔵 🟥 🟡""",
    "mandala": """mandala ornament symmetry symmetric kaleidoscope rosette pattern lace snowflake muster motif kaleidoskop
        мандала 曼荼羅 曼陀罗 万華鏡 만다라 ❄ 🕉 ☸ 💠""",
    "silk": """silk satin marble fabric cloth fluid liquid smoke ink swirl velvet drapery flow seide marmor stoff soie
        marbre seda marmol seta marmo шелк мрамор 絹 丝绸 大理石 비단""",
    "contours": """topographic topography topographical contour map terrain cartography elevation landkarte karte carte mapa
        mappa карта 地図 地图 지도 🗺 🧭""",
    "meadow": """meadow flower field garden poppy tulip blossom sakura wildflower grass prairie sunflower daisy wiese blume blumen
        garten feld fleur jardin pradera flor prato fiore fiori giardino цветы цветок сад поле 花 草原 庭 꽃 정원 🌸 🌷 🌻
        🌼 🌺 💐 🌹 🌾""",
    "pond": """pond koi carp lily lilies lotus waterlily fish goldfish monet teich seerose fisch etang nenuphar poisson
        estanque pez stagno pesce пруд рыба 池 鯉 魚 鱼 연못 물고기 🐟 🐠 🪷 🎏""",
    "glass": """stained mosaic cathedral church tiffany leadlight glass glasfenster buntglas mosaik kirche vitrail mosaique
        eglise vidriera mosaico catedral vetrata витраж мозаика ステンドグラス 玻璃 모자이크 ⛪""",
    "rain": """rain raindrop droplet drizzle bokeh windowpane window regen fenster pluie fenetre lluvia ventana pioggia
        finestra дождь окно 雨 窓 비 🌧 ☔ 💧""",
    "clouds": """cloud sky heaven cumulus balloon bird wolke himmel nuage ciel nube cielo nuvola облака небо 雲 云 空 하늘
        구름 ☁ ⛅ 🌤 🎈""",
}

# These say what is meant more strongly than other words beside them …
DECISIVE = """aurora borealis polarlicht nordlicht nordlys norrsken オーロラ 極光 bauhaus mandala kaleidoscope nebula galaxy planet saturn
    topographic topography topographical contour stained koi pond skyline silk marble bokeh мандала туманность"""
# … and these less, because they are often only a part of something else.
FAINT = """rain regen pluie lluvia pioggia дождь 雨 비 sky himmel ciel cielo небо 空 moon mond lune luna луна 月 달 🌙 star
    звезды 星 별 ✨ ⭐ window fenster abstract pattern sand earth glass ring tree cloud wood woods bird field poster grass
    northern river blossom sakura 💧 ❄ 🌸"""

COLOURS = {
    "red": "poppy mohn coquelicot red scarlet ruby rot rouge rojo roja rosso красный 赤 红 紅 빨간 ❤ 🔴",
    "crimson": "crimson burgundy wine carmine maroon bordeaux",
    "rose": "rose rosa dusky-pink",
    "pink": "pink fuchsia розовый 桃色 粉 분홍 💗 🩷",
    "magenta": "magenta",
    "purple": "purple violet aubergine plum lila violett viola morado purpura фиолетовый 紫 보라 💜",
    "lavender": "lavender lilac mauve lavendel lavande",
    "indigo": "indigo ultramarine",
    "blue": "blue cobalt sapphire blau bleu azul blu синий 青 蓝 藍 파란 💙",
    "navy": "navy midnight-blue",
    "sky": "azure cerulean skyblue hellblau celeste голубой 水色",
    "cyan": "cyan aqua",
    "teal": "teal petrol",
    "turquoise": "turquoise aquamarine turkis turquesa",
    "mint": "mint sage seafoam",
    "green": "green grun vert verde зеленый 緑 绿 녹색 💚",
    "emerald": "emerald jade smaragd malachite",
    "olive": "olive khaki moss",
    "lime": "lime chartreuse",
    "yellow": "sunflower yellow lemon mustard gelb jaune amarillo giallo желтый 黄 노란 💛",
    "gold": "gold golden gilded dore dorado золотой 金 금색",
    "amber": "amber honey ochre bernstein ambre ambar",
    "orange": "orange tangerine apricot naranja arancione оранжевый 橙 🧡",
    "coral": "coral salmon koralle corail",
    "peach": "peach pfirsich",
    "brown": "brown chocolate coffee braun marron cafe коричневый 茶色 🤎",
    "copper": "copper rust bronze terracotta kupfer cuivre cobre",
    "sand": "sand beige tan cream ivory",
    "white": "white weiss blanc blanco bianco белый 白 하얀 🤍",
    "grey": "grey gray grau gris grigio серый 灰",
    "black": "black schwarz noir negro nero черный 黒 黑 검은 🖤",
    "silver": "silver chrome silber argent plata argento серебряный 銀色",
}

# Seasons and manners bring a palette along where no colour was named.
MANNERS = {
    "autumn": "autumn fall herbst automne otono autunno осень 秋 🍂 🍁",
    "winter": "winter snow snowy hiver invierno inverno schnee neige зима снег 冬 雪 겨울 ⛄",
    "spring": "spring blossom sakura fruhling printemps primavera весна 春 桜 봄 🌸",
    "summer": "summer tropical sommer verano estate лето 夏 여름 ☀",
    "storm": "storm stormy thunder tempest sturm gewitter tempete orage tormenta tempesta буря 嵐 ⛈ 🌩",
    "neon": "neon cyberpunk synthwave vaporwave",
    "pastel": "pastel soft candy",
    "vintage": "vintage sepia retro old antique",
    "fire": "fire flame lava volcanic feuer feu fuego fuoco огонь 火 🔥",
    "ice": "ice icy frozen arctic glacier eis glace hielo ghiaccio лед 氷 冰 🧊",
    "dream": "dream dreamy fantasy magical magic unicorn traum reve sueno 夢 🦄",
}

TIMES = {
    "dawn": """dawn sunrise morning daybreak morgen sonnenaufgang aube matin amanecer alba mattina рассвет утро 朝 夜明け
        日出 새벽 🌅""",
    "day": "day noon sunlight sunshine midday daylight sunny afternoon mittag tag midi jour mediodia giorno день 昼 ☀",
    "dusk": """dusk sunset evening twilight golden-hour abend sonnenuntergang dammerung crepuscule soir atardecer tramonto
        sera закат вечер 夕 夕日 日落 🌇 🌆""",
    "night": """night midnight nocturnal moonlight moonlit starry stars star moon neon cyberpunk nacht mitternacht nuit
        noche notte ночь 夜 밤 🌃 🌙""",
}

WEATHERS = {
    "mist": "mist misty fog foggy haze hazy nebel brume niebla nebbia туман 霧 🌫",
    "rain": "rain rainy rainstorm regen pluie lluvia pioggia дождь 雨 비 🌧 ☔",
    "snow": "snowing snowfall blizzard snowstorm schneefall ❄ 🌨",
    "storm": "storm stormy thunder tempest gewitter sturm orage tempete tormenta буря 嵐 ⛈",
}

MOODS = {
    "calm": "calm quiet peaceful serene still tranquil silent ruhig still calme tranquilo sereno тихий 静",
    "dramatic": "dramatic epic stormy storm intense powerful",
    "dreamy": "dreamy dream ethereal magical soft romantic glowing mystical",
    "dark": "dark gloomy moody sinister noir dunkel sombre oscuro темный 暗",
    "bright": "bright cheerful happy light joyful sunny hell",
    "vivid": "vivid vibrant colorful colourful saturated bold neon bunt",
    "muted": "muted subdued faded pale vintage desaturated",
}

FEATURES = {
    "lake": "lake see lac lago pond reflection mirror озеро 湖 호수",
    "river": "river fluss rio fiume река 川",
    "fjord": "fjord fjorden",
    "snow": "snow snowy winter glacier hiver invierno schnee neige зима снег 冬 雪 🏔",
    "boat": "boat sail sailboat sailing ship yacht schiff segelboot bateau voilier barco barca корабль 船 ⛵ 🚢",
    "rings": "ring ringed saturn 🪐",
    "bare": "mars moon earth mond lune luna луна 月 🌍 🌎 🌏 🌕 🌑 🌙",
}
