"""Pinyin initials of names and places, and the text that the search reads. Nothing is stored here."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from typing import Any

#: Surnames that are read otherwise than the same sign in other words (initial alone).
_SURNAMES = {
    "单": "s", "曾": "z", "查": "z", "仇": "q", "朴": "p", "区": "o", "解": "x", "翟": "z", "尉": "w", "盖": "g",
    "种": "c", "缪": "m", "乐": "y", "折": "s", "召": "s", "繁": "p", "冼": "x", "纪": "j", "任": "r", "宁": "n",
}  # fmt: skip
_DOUBLE_SURNAMES = {"尉迟": "yc", "万俟": "mq", "长孙": "zs", "澹台": "tt", "单于": "cy", "令狐": "lh"}
_LONGEST_NAME = 4
_RUNS = re.compile(r"[\u2e80-\U0003ffff]+|[^\u2e80-\U0003ffff]+")
#: Everything but letters and digits of all scripts; for Python an underscore is a letter, here it is none.
_NOT_LOOKED_FOR = re.compile(r"[\W_]+")
#: Stands between the fields of a text: of two letters, so no phrase of single signs runs across it.
_BORDER = " zz "


def plain(text: str) -> str:
    """Return letters, digits and Han signs of a text alone: of full width as of half, in small letters."""
    return _NOT_LOOKED_FOR.sub("", unicodedata.normalize("NFKC", text).casefold())


@lru_cache(maxsize=20_000)
def spread(text: str) -> str:
    """Return the signs of a text with a space between them: what a phrase of any length can be found in."""
    return " ".join(plain(text))


def initials(text: str) -> str:
    """Return the pinyin initials of the Han signs of a text; letters and digits stay (A区3号 → aq3h)."""
    return "".join(_read(run) if _is_han(run) else run for run in _RUNS.findall(plain(text)))


def name_initials(name: str) -> str:
    """Return the pinyin initials of a person's name: 单 and 曾 are read as surnames (林知远 → lzy, 单雄 → sx).

    What is too long for a name of a person is read as words.
    """
    bare = plain(name)
    if len(bare) > _LONGEST_NAME:
        return initials(bare)
    for surnames, length in ((_DOUBLE_SURNAMES, 2), (_SURNAMES, 1)):
        if bare[:length] in surnames and len(bare) > length:
            return surnames[bare[:length]] + _sign_by_sign(bare[length:])
    return _sign_by_sign(bare)


def _sign_by_sign(bare: str) -> str:
    """Return the initials sign by sign: a given name is no word."""
    return "".join(_read(sign) if _is_han(sign) else sign for sign in bare)


@cache
def _readings() -> Any:
    # Its dictionaries take longer to read than all of the application: only where initials are asked for.
    import pypinyin

    return pypinyin


@lru_cache(maxsize=50_000)
def _read(run: str) -> str:
    # The whole run at once, so that a word decides between readings (重庆 → cq). What has no reading stays.
    readings = _readings()
    return "".join(readings.lazy_pinyin(run, style=readings.Style.FIRST_LETTER))


def text_of(words: list[str], names: list[str], corrected: list[str]) -> str:
    """Return the text of a case for the search: words and names, each also by its initials, kept apart.

    `corrected` are initials that somebody has set right.
    """
    told = [spread(word) for word in (*words, *names)]
    told += [spread(initials(word)) for word in words if not word.isascii()]
    told += [spread(name_initials(name)) for name in names if not name.isascii()]
    told += [spread(one) for one in corrected]
    return _BORDER.join(dict.fromkeys(part for part in told if part))


def _is_han(text: str) -> bool:
    return text >= "\u2e80"
