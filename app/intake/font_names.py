"""Tells by their names whether two fonts are of one family, and whether they take the same room.

One family has many names: 宋体 is SimSun in a file written elsewhere, SimSun-Bold or STSongti-SC-Regular
in a PDF; weights and cuts do not make another family.
"""

import re

# Each line holds the names of one family.
_FAMILIES = (
    ("simsun", "宋体", "nsimsun", "新宋体"),
    ("simhei", "黑体"),
    ("fangsong", "仿宋", "simfang"),
    ("fangsonggb2312", "仿宋gb2312"),
    ("kaiti", "楷体", "simkai"),
    ("kaitigb2312", "楷体gb2312"),
    ("microsoftyahei", "微软雅黑", "msyh", "microsoftyaheiui"),
    ("microsoftjhenghei", "微軟正黑體", "微软正黑体"),
    ("dengxian", "等线"),
    ("youyuan", "幼圆"),
    ("lisu", "隶书"),
    ("stsong", "华文宋体", "stsongti"),
    ("stfangsong", "华文仿宋"),
    ("stkaiti", "华文楷体"),
    ("stxihei", "华文细黑", "stheiti", "华文黑体"),
    ("stzhongsong", "华文中宋"),
    ("fzxiaobiaosong", "方正小标宋", "方正小标宋简体", "fzxbsjw", "方正小标宋gbk", "fzxbsk"),
    ("pingfang", "苹方", "苹方简"),
    ("songti", "宋体简"),
    ("mingliu", "細明體", "pmingliu", "新細明體"),
    ("msmincho", "ｍｓ明朝", "mspmincho", "ｍｓｐ明朝"),
    ("msgothic", "ｍｓゴシック", "mspgothic", "ｍｓｐゴシック"),
    ("batang", "바탕"),
    ("malgungothic", "맑은고딕"),
    ("notosanscjk", "notosanssc", "notosanstc", "notosansjp", "sourcehansans", "思源黑体"),
    (
        "notoserifcjk",
        "notoserifsc",
        "notoseriftc",
        "notoserifhk",
        "notoserifjp",
        "sourcehanserif",
        "思源宋体",
    ),
    ("arial", "arialmt"),
    ("timesnewroman", "times"),
    ("couriernew", "courier"),
    ("helvetica", "helveticaneue"),
)
# Made to take the same room, letter by letter (Fedora and Google publish them for that).
_SAME_ROOM = {
    "liberationserif": "timesnewroman",
    "tinos": "timesnewroman",
    "nimbusroman": "timesnewroman",
    "liberationsans": "arial",
    "arimo": "arial",
    "nimbussans": "arial",
    "helvetica": "arial",
    "liberationmono": "couriernew",
    "cousine": "couriernew",
    "nimbusmonops": "couriernew",
    "liberationsansnarrow": "arialnarrow",
    "carlito": "calibri",
    "caladea": "cambria",
    "gelasio": "georgia",
}
_NAMED = {name: names[0] for names in _FAMILIES for name in names}
_KNOWN = _NAMED.keys() | _SAME_ROOM.keys() | set(_SAME_ROOM.values())
_EAST_ASIAN = re.compile(
    r"[\u3000-\u9fff\uac00-\ud7af]|cjk|sun|song|hei|kai|ming|msgothic|mincho|batang|yuan|pingfang|dengxian|lisu"
)
_SUBSET_TAG = re.compile(r"^[A-Z]{6}\+")
_STYLES = (
    r"regular|normal|roman|book|medium|semibold|demibold|demi|extrabold|black|heavy|bold|"
    r"extralight|light|thin|italic|oblique|ital|condensed"
)
_CUT = re.compile(rf"(?:{_STYLES})+$", re.IGNORECASE)
_MAKER = re.compile(r"(?:psmt|mt|ps)$", re.IGNORECASE)
# The regions of the fonts that serve several: SC and JP share their letters' room.
_REGION = re.compile(r"(?:sc|tc|hk|jp|kr|cn|tw|gb)$", re.IGNORECASE)
_BETWEEN = re.compile(r"[\s\-_,.]+")


def plain_name(base_font: str) -> str:
    """Return the name of a font in a PDF without the tag of a subset."""
    return _SUBSET_TAG.sub("", base_font)


def family_of(name: str) -> str:
    """Return one name for all names of a font's family."""
    return _NAMED.get(reduced := _reduced(name), reduced)


def is_same_family(asked: str, used: str) -> bool:
    """Say whether a font that was asked for is the one that was used."""
    one, other = family_of(asked), family_of(used)
    return one == other


def takes_same_room(asked: str, used: str) -> bool:
    """Say whether lines break alike with either font."""
    one, other = family_of(asked), family_of(used)
    return _SAME_ROOM.get(one, one) == _SAME_ROOM.get(other, other)


def _reduced(name: str) -> str:
    """Return a name without what tells weight, cut, maker or region, as far as anything is left of it."""
    pieces = [piece for piece in _BETWEEN.split(plain_name(name).lstrip("@")) if piece]
    joined = "".join(pieces).lower()
    while joined not in _KNOWN and len(pieces) > 1 and _is_cut_or_region(pieces[-1]):
        pieces.pop()
        joined = "".join(pieces).lower()
    for ending in (_MAKER, _CUT, _MAKER, _REGION):
        shorter = ending.sub("", joined)
        if joined not in _KNOWN and shorter:
            joined = shorter
    return joined


def _is_cut_or_region(piece: str) -> bool:
    return bool(_CUT.fullmatch(piece) or _REGION.fullmatch(piece))


def _is_east_asian(name: str) -> bool:
    return bool(_EAST_ASIAN.search(family_of(name)))


def substitutions(asked: tuple[str, ...], used: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """Pair each font asked for with what was used in its stead, unless that takes the same room."""
    others = [name for name in used if not any(is_same_family(each, name) for each in asked)]
    missing = [name for name in asked if not any(takes_same_room(name, each) for each in used)]
    return tuple((name, _stand_in(name, others)) for name in missing)


def _stand_in(asked: str, others: list[str]) -> str:
    """Return the fonts that may have come in its stead: which one did, a PDF does not tell."""
    fitting = [name for name in others if _is_east_asian(name) == _is_east_asian(asked)]
    return ", ".join(fitting or others) or "—"
