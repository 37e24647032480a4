"""The values that are drawn anew at each run, and the placeholders that they replace in the texts of a check."""

from __future__ import annotations

import base64
import html
import json
import re
from collections.abc import Callable
from random import Random
from typing import Any
from urllib.parse import quote

WORDS = [
    "amber",
    "anchor",
    "apple",
    "arrow",
    "autumn",
    "bamboo",
    "basil",
    "beacon",
    "birch",
    "bottle",
    "bridge",
    "bronze",
    "butter",
    "button",
    "cactus",
    "camel",
    "candle",
    "canyon",
    "carpet",
    "castle",
    "cedar",
    "cherry",
    "circle",
    "citrus",
    "clover",
    "cobalt",
    "coffee",
    "comet",
    "copper",
    "coral",
    "cotton",
    "cricket",
    "crystal",
    "daisy",
    "desert",
    "dolphin",
    "dragon",
    "eagle",
    "ember",
    "engine",
    "falcon",
    "feather",
    "fennel",
    "forest",
    "fossil",
    "galaxy",
    "garden",
    "ginger",
    "glacier",
    "golden",
    "granite",
    "guitar",
    "hammer",
    "harbor",
    "hazel",
    "helmet",
    "hollow",
    "honey",
    "island",
    "ivory",
    "jasmine",
    "jungle",
    "kettle",
    "ladder",
    "lagoon",
    "lantern",
    "laurel",
    "lemon",
    "lilac",
    "linen",
    "lizard",
    "lotus",
    "magnet",
    "mango",
    "maple",
    "marble",
    "meadow",
    "melon",
    "mirror",
    "monsoon",
    "mosaic",
    "nectar",
    "nutmeg",
    "ocean",
    "olive",
    "onyx",
    "orchid",
    "otter",
    "oyster",
    "panda",
    "paper",
    "parsley",
    "pebble",
    "pepper",
    "pigeon",
    "pillow",
    "planet",
    "plum",
    "pocket",
    "pollen",
    "pumpkin",
    "quartz",
    "rabbit",
    "rainbow",
    "raven",
    "ribbon",
    "river",
    "rocket",
    "saffron",
    "salmon",
    "sandal",
    "satin",
    "shadow",
    "silver",
    "spider",
    "spruce",
    "summer",
    "sunset",
    "tango",
    "teapot",
    "thistle",
    "thunder",
    "tiger",
    "timber",
    "tomato",
    "topaz",
    "tulip",
    "turtle",
    "umber",
    "valley",
    "velvet",
    "violet",
    "walnut",
    "willow",
    "window",
    "winter",
    "yellow",
    "zephyr",
]
KOREAN = [
    "구미",
    "서울",
    "부산",
    "대구",
    "인천",
    "광주",
    "대전",
    "울산",
    "세종",
    "수원",
    "창원",
    "고양",
    "용인",
    "청주",
    "전주",
    "천안",
    "안산",
    "포항",
    "김해",
    "제주",
    "경주",
    "강릉",
    "원주",
    "춘천",
    "속초",
    "여수",
    "순천",
    "목포",
    "군산",
    "익산",
    "정읍",
    "남원",
    "김제",
    "나주",
    "광양",
    "안동",
    "영주",
    "상주",
    "문경",
    "경산",
    "영천",
    "진주",
    "통영",
    "사천",
    "밀양",
    "거제",
    "양산",
    "서산",
    "당진",
    "논산",
    "보령",
    "공주",
    "아산",
    "제천",
    "충주",
    "삼척",
    "태백",
    "동해",
    "파주",
    "김포",
    "이천",
    "안성",
    "여주",
    "양주",
    "포천",
    "하늘",
    "바다",
    "구름",
    "나무",
    "강물",
    "호수",
    "언덕",
    "들판",
    "마을",
    "골목",
    "도서관",
    "운동장",
    "학교",
    "교실",
    "연필",
    "공책",
    "지우개",
    "책상",
    "의자",
    "창문",
    "거울",
    "시계",
    "우산",
    "가방",
    "모자",
    "장갑",
    "목도리",
    "신발",
    "양말",
    "치마",
    "바지",
    "사과",
    "포도",
    "수박",
    "참외",
    "딸기",
    "복숭아",
    "자두",
    "감자",
    "고구마",
    "당근",
    "양파",
    "마늘",
    "고추",
    "배추",
    "상추",
    "시금치",
    "호박",
    "오이",
    "가지",
    "버섯",
    "김치",
    "된장",
    "고추장",
    "간장",
    "비빔밥",
    "냉면",
    "떡볶이",
    "만두",
    "잡채",
    "불고기",
    "삼계탕",
    "식혜",
    "수정과",
    "인절미",
    "송편",
    "강아지",
    "고양이",
    "토끼",
    "다람쥐",
    "사슴",
    "여우",
    "늑대",
    "호랑이",
    "코끼리",
    "기린",
    "참새",
    "까치",
    "제비",
    "독수리",
    "부엉이",
    "개구리",
    "거북이",
    "나비",
    "잠자리",
    "무지개",
    "소나기",
    "눈사람",
    "바람",
    "햇살",
    "달빛",
    "별빛",
    "새벽",
    "아침",
    "저녁",
    "봄날",
    "여름",
    "가을",
    "겨울",
    "친구",
    "가족",
    "선생님",
    "기차",
    "버스",
    "자전거",
    "비행기",
    "지하철",
    "신호등",
    "다리",
    "터널",
    "공원",
    "시장",
    "우체국",
    "병원",
    "약국",
    "서점",
    "극장",
    "음악",
    "그림",
    "노래",
    "피아노",
    "바둑",
    "장기",
    "축구",
    "야구",
    "농구",
    "배구",
    "탁구",
]
NAME = r"(word|korean|number|big|hex|kept)(\d*)"
PLACEHOLDER = re.compile(r"\{" + NAME + r"((?:\|[a-z0-9]+(?::(?:\{" + NAME + r"\}|[\w-]+))?)*)\}")
CHANGES: dict[str, Callable[[str], str]] = {
    "quote": lambda text: quote(text, safe=""),
    "upper": str.upper,
    "lower": str.lower,
    "length": lambda text: str(len(text)),
    "bytes": lambda text: str(len(text.encode())),
    "escape": html.escape,
    "json": lambda text: json.dumps(text, ensure_ascii=False),
    "ascii": json.dumps,
    "base64": lambda text: base64.b64encode(text.encode()).decode(),
    "latin1": lambda text: text.encode().decode("latin-1"),
    "int": str,
}


class Values:
    """The values of one run of a check: each name keeps its value, and no two of a kind are equal."""

    def __init__(self, seed: int, *names: object) -> None:
        self.random = Random(":".join(map(str, (seed, *names))))
        self.drawn: dict[str, str] = {}

    def draw(self, name: str) -> str:
        """Return the value of a placeholder such as ``word`` or ``word2``."""
        if name not in self.drawn:
            kind = name.rstrip("0123456789")
            value = self.new(kind)
            while value in self.drawn.values():
                value = self.new(kind)
            self.drawn[name] = value
        return self.drawn[name]

    def new(self, kind: str) -> str:
        """Return a value of a kind."""
        if kind == "word":
            return self.random.choice(WORDS) + str(self.random.randint(10, 99))
        if kind == "korean":
            return self.random.choice(KOREAN)
        if kind == "number":
            return str(self.random.randint(103, 9999))
        if kind == "big":
            return str(self.random.randint(10**19, 10**20 - 1))
        return self.random.randbytes(16).hex() if kind == "hex" else ""

    def filled(self, written: Any) -> Any:
        """Return a value of a check with its placeholders filled in: a text, or what holds texts."""
        if isinstance(written, str):
            text = PLACEHOLDER.sub(self.one, written)
            found = PLACEHOLDER.fullmatch(written)
            return int(text) if found and found[3].endswith("|int") else text
        if isinstance(written, dict):
            return {self.filled(key): self.filled(value) for key, value in written.items()}
        return [self.filled(one) for one in written] if isinstance(written, list) else written

    def one(self, found: re.Match[str]) -> str:
        """Return what one placeholder stands for."""
        value = self.draw(found[1] + found[2])
        for change in filter(None, re.split(r"\|", found[3])):
            name, _, argument = change.partition(":")
            other = argument.strip("{}")
            number = int(self.draw(other)) if argument.startswith("{") else int(other) if other else 0
            if name == "plus":
                value = str(int(value) + number)
            elif name == "times":
                value = str(int(value) * number)
            else:
                value = CHANGES[name](value)
        return value


def placeholders(written: Any) -> set[str]:
    """Return the names of the placeholders in a value of a check."""
    if isinstance(written, str):
        return {found[1] for found in PLACEHOLDER.finditer(written)} - {"kept"}
    if isinstance(written, dict):
        return set().union(*(placeholders(one) for pair in written.items() for one in pair))
    return set().union(*map(placeholders, written)) if isinstance(written, list) else set()
