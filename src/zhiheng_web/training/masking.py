"""Names of persons, parties and places, and numbers that identify, masked in what leaves the handling circle (WX-21).

Known names come from the cases; numbers are found by their form. What a rule cannot know (a neighbour's name in free
text) the preview leaves to the eye of a person: it shows every word that was masked, and how.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from zhiheng_web.cases.models import Case
from zhiheng_web.lib.words import Text

KIND_TEXTS: dict[str, Text] = {
    "officer": Text("办案人员", "officer"),
    "party": Text("当事人", "party"),
    "place": Text("地点", "place"),
    "number": Text("案号、文号", "number of the case"),
    "identity": Text("证件号码", "identity number"),
    "phone": Text("电话号码", "phone number"),
    "plate": Text("车牌号码", "number plate"),
    "account": Text("银行卡号", "bank card"),
    "email": Text("电子邮箱", "e-mail address"),
}
#: Surnames of two signs that are common enough to be met.
_DOUBLE = frozenset(
    "欧阳 司马 上官 诸葛 东方 皇甫 尉迟 公孙 慕容 令狐 长孙 宇文 司徒 夏侯 轩辕 端木 独孤 南宫 百里 呼延".split()
)
_ORDINALS = "甲乙丙丁戊己庚辛壬癸"
#: What a party that is no person ends with, the longest first.
_FIRMS = (
    "股份有限公司",
    "有限责任公司",
    "有限公司",
    "个体工商户",
    "合作社",
    "经营部",
    "服务部",
    "分公司",
    "公司",
    "酒店",
    "宾馆",
    "餐厅",
    "饭店",
    "超市",
    "商店",
    "工厂",
    "中心",
    "医院",
    "诊所",
    "学校",
    "网吧",
    "店",
    "厂",
    "部",
    "行",
)
_GAP = r"[\s\u3000·•.．]*"
_D = r"[0-9０-９]"
_SPLIT = r"[\s\-－—]?"
#: Not inside a longer run of digits or letters.
_BEFORE, _AFTER = r"(?<![0-9０-９A-Za-z])", r"(?![0-9０-９A-Za-z])"
_S = r"[A-Za-z0-9Ａ-Ｚ０-９]"
_PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
#: Kind, form, what stands instead. The longer forms first: a bank card must not be taken for a phone number.
_FORMS: tuple[tuple[str, re.Pattern[str], str], ...] = (
    ("email", re.compile(r"[A-Za-z0-9._+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+"), "〔邮箱略〕"),
    (
        "identity",
        re.compile(f"{_BEFORE}{_D}{{6}}{_SPLIT}{_D}{{8}}{_SPLIT}{_D}{{3}}[0-9０-９XxＸｘ]{_AFTER}"),
        "〔证件号码略〕",
    ),
    (
        "account",
        re.compile(f"{_BEFORE}(?:{_D}{{4}}{_SPLIT}){{3}}{_D}{{4}}(?:{_SPLIT}{_D}{{1,3}})?{_AFTER}"),
        "〔卡号略〕",
    ),
    ("identity", re.compile(f"{_BEFORE}{_D}{{15}}{_AFTER}"), "〔证件号码略〕"),
    (
        "phone",
        re.compile(
            f"(?<![0-9０-９])(?:[+＋]?86{_SPLIT})?[1１][3-9３-９]{_D}{_SPLIT}{_D}{{4}}{_SPLIT}{_D}{{4}}(?![0-9０-９])"
        ),
        "〔电话略〕",
    ),
    ("phone", re.compile(f"(?<![0-9０-９])[0０]{_D}{{2,3}}[-－—\\s]{_D}{{7,8}}(?![0-9０-９])"), "〔电话略〕"),
    ("plate", re.compile(f"[{_PROVINCES}][A-Za-zＡ-Ｚ]{_GAP}{_S}{{4,5}}(?:{_S}|[学警挂港澳])"), "〔车牌略〕"),
)


@dataclass(frozen=True, slots=True)
class Hit:
    """A word that was masked: what it is, what stood there, what stands there now, how often."""

    kind: str
    word: str
    instead: str
    times: int

    @property
    def kind_text(self) -> Text:
        """Return the kind in words."""
        return KIND_TEXTS[self.kind]


@dataclass(frozen=True, slots=True)
class Masked:
    """A text after masking, with what was masked in it."""

    text: str
    hits: tuple[Hit, ...] = ()


@dataclass(slots=True)
class Mask:
    """The names to be masked, each with its substitute; one person is the same 张某 in every part."""

    words: dict[str, tuple[str, str]] = field(default_factory=dict)  # word → kind, substitute
    clear: frozenset[str] = frozenset()

    def apply(self, text: str) -> Masked:
        """Return the text with names and identifying numbers replaced, and what was found."""
        hits: list[Hit] = []
        for kind, form, instead in _FORMS:
            text = self._replaced(text, form, (kind, instead), hits)
        # The longest first: 王小明 must not become 王某明 because 王小 is a name as well.
        for word in sorted(self.words, key=lambda one: (-len(one), one)):
            if word not in self.clear:
                text = self._replaced(text, _pattern(word), self.words[word], hits)
        return Masked(text, tuple(hits))

    def _replaced(self, text: str, form: re.Pattern[str], told: tuple[str, str], hits: list[Hit]) -> str:
        kind, instead = told
        found = [one for one in form.findall(text) if one not in self.clear]
        for word in dict.fromkeys(found):
            hits.append(Hit(kind, word, instead, found.count(word)))
        return form.sub(lambda match: match.group() if match.group() in self.clear else instead, text)


def mask_for(cases: Iterable[Case], *, clear: Sequence[str] = ()) -> Mask:
    """Return the mask for cases: names of their officers, parties, places and numbers; `clear` words stay.

    Officers have to be fetched along (`select_related("lead", "second")`).
    """
    words: dict[str, tuple[str, str]] = {}
    people: dict[str, str] = {}
    for case in cases:
        for officer in (case.lead, case.second):
            if officer is not None:
                people.setdefault(_bare(officer.name), "officer")
        for party in _parts(case.party):
            if _firm(party):
                words[party] = ("party", f"某{_firm(party)}")
            else:
                people.setdefault(party, "party")
        for place in _parts(case.place):
            words |= dict.fromkeys(_places(place), ("place", "某处"))
        for number in (case.document_no, case.code):
            if len(number.strip()) >= 4:
                words[number.strip()] = ("number", "〔案号略〕")
    words |= _persons(people)
    return Mask({word: told for word, told in words.items() if len(word) >= 2}, frozenset(filter(None, clear)))


def mask(text: str, case: Case | None = None, *, clear: Sequence[str] = ()) -> Masked:
    """Mask one text for one case, or for none: then numbers alone are found."""
    return mask_for([case] if case is not None else [], clear=clear).apply(text)


def _persons(people: dict[str, str]) -> dict[str, tuple[str, str]]:
    """Return 张某 for each person; where several share a surname 张某甲, 张某乙 in the order of their names."""
    by_surname: dict[str, list[str]] = {}
    for name in sorted(people):
        by_surname.setdefault(_surname(name), []).append(name)
    told = {}
    for surname, names in by_surname.items():
        for position, name in enumerate(names):
            ordinal = "" if len(names) == 1 else _ORDINALS[position] if position < len(_ORDINALS) else str(position + 1)
            told[name] = (people[name], f"{surname}某{ordinal}" if surname else f"某人{ordinal}")
    return told


def _surname(name: str) -> str:
    if name[:2] in _DOUBLE and len(name) > 2:
        return name[:2]
    return name[:1] if "\u4e00" <= name[:1] <= "\u9fff" else ""


def _places(place: str) -> list[str]:
    """Return an address and what people shorten it to: without province, city, district; the road or village alone."""
    found = [place]
    for district in re.finditer(r"(?:省|自治区|市|区|县|镇|乡|街道|开发区)(?=.{3,})", place):
        found.append(place[district.end() :])
    road = re.match(r".{2,}?(?:大道|路|街|巷|弄|小区|花园|村|大厦|广场|市场|社区)", found[-1])
    return [*found, *([road.group()] if road else [])]


def _firm(party: str) -> str:
    """Return what kind of firm a party is by its ending; empty for a person. A name of three signs is a person."""
    if len(party) <= 3:
        return ""
    return next((ending for ending in _FIRMS if party.endswith(ending)), "")


def _parts(text: str) -> list[str]:
    """Return the names in a field that may list several."""
    return [_bare(one) for one in re.split(r"[、，,；;/|\n]", text) if len(_bare(one)) >= 2]


def _bare(name: str) -> str:
    return re.sub(r"[\s\u3000]", "", unicodedata.normalize("NFKC", name))


def _pattern(word: str) -> re.Pattern[str]:
    """Return what finds a word though blanks stand between its signs (张　三), or its digits are full-width."""
    signs = [
        f"[{sign}{chr(ord(sign) + 0xFEE0)}]" if sign.isascii() and sign.isalnum() else re.escape(sign) for sign in word
    ]
    return re.compile(_GAP.join(signs), re.IGNORECASE)


__all__ = ["KIND_TEXTS", "Hit", "Mask", "Masked", "mask", "mask_for"]
