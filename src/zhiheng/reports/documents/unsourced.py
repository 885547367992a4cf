"""Finds numbers in plain words that no figure vouches for. Dates, clauses, document numbers and the like are known.

A number in Chinese numerals counts where a measure follows it (九十六分, 三起); 一个, 一项 and the like do not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

#: Stands for a control inside a line, so that words on both sides of it never run together.
GAP = "\ufffc"

_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_DAY, _MONTH, _YEAR = r"(?:0?[1-9]|[12]\d|3[01])", r"(?:0?[1-9]|1[0-2])", r"(?:19|20)\d{2}"
_E = r"(?![\d.．%％])"  # nothing of a longer number follows
_B = r"(?<![\d.．])"  # and nothing of one stands before

#: What is a number and no figure, each with its reason; the first that fits takes the words away.
KNOWN = tuple(
    re.compile(pattern)
    for pattern in (
        # dates and times of day
        rf"{_B}{_YEAR}\s?年\s?{_MONTH}\s?月\s?{_DAY}\s?日",
        rf"{_B}{_YEAR}\s?年(?:\s?{_MONTH}\s?月)?度?",
        rf"{_B}{_MONTH}\s?月\s?{_DAY}\s?日",
        rf"{_B}{_YEAR}-\d{{2}}-\d{{2}}{_E}",
        rf"{_B}{_DAY} (?:{_MONTHS}) {_YEAR}{_E}",
        r"(?<!\d)(?:[01]?\d|2[0-3])[:：时][0-5]\d(?:分(?!\s*[\d以]))?(?!\d)",
        # document numbers with six-angle brackets, standards
        rf"[〔\[［]\s?{_YEAR}\s?[〕\]］]\s?第?\d+\s?号",
        r"GB/T\s?\d+(?:-\d{4})?",
        # clauses: 第三十二条, 第5项, 五（1）, 5(2), and ordinals that count sittings, pages, rounds
        r"第\s?[（(]?[\d零一二三四五六七八九十百千]+[）)]?\s?(?:条|款|项|目|章|节|编|次|期|届|轮|季度|页|号|版|联)(?:\s?[（(]\d{1,2}[）)])?",
        r"(?<![\d.])\d{1,2}(?:[（(]\d{1,2}[）)])+(?![\d.])",
        r"[一二三四五六七八九十]+（\d{1,2}）",
        # ids of rules, vetoes, tolerances, cases: a letter first, joined by hyphens
        r"(?<![A-Za-z0-9])[A-Z]{1,8}\d{1,3}(?:-[A-Za-z0-9]+)*(?![A-Za-z0-9.])",
        r"(?<![A-Za-z0-9])[A-Z][A-Z0-9]*(?:-[A-Za-z0-9]+)+(?![A-Za-z0-9.])",
        # numbers of attachments, figures, tables
        r"(?:附件|附|图|表|Annex|Attachments?|Figure|Table)[:： ]{0,3}\d{1,2}(?![\d.]\d|\d|\s*分|%)",
    )
)
#: The number of a list or a heading stands at the very start of a paragraph.
_LEADING = re.compile(r"^[\s　]*(?:\d{1,2}[.．、](?!\d)|[（(]\d{1,2}[）)]|[①-⑳])")
_FURTHER = re.compile(r"^[\s　]*\d{1,2}\. ")

_DIGITS = re.compile(r"[-−]?[\d０-９][\d０-９,，.．]*[\d０-９]|[-−]?[\d０-９]|[½⅓¼¾⅔]|[Ⅰ-Ⅻ]")
_NUMERAL = "零〇一二三四五六七八九十百千万两半"
_MEASURED = re.compile(
    rf"(?:百分之[{_NUMERAL}点]+|(?<![第{_NUMERAL}])[{_NUMERAL}]+(?:点[{_NUMERAL}]+)?\s?"
    r"(?=分(?!别|类|项|部|之|局|析|管|解|工|为)|件|起|家|名|人(?!员|民|大)|项|条|个(?!别|年|月)|次|元|倍|成(?!立|为|员|绩)|％|%))"
)
#: Words and not numbers: one of something, 十分 as "very".
_IDLE = re.compile(r"^(?:一|十|万|半)$")
_STRONG = re.compile(r"(?:得|扣|加|减|计|共|合计|仅|达)\s?$")


def unsourced(line: str) -> Iterator[tuple[int, str]]:
    """Yield place and words of each number in a line that nothing vouches for; controls are `GAP`s in the line."""
    text = line
    for pattern in (_LEADING, _FURTHER, *KNOWN):
        text = pattern.sub(_masked, text)
    for match in _DIGITS.finditer(text):
        yield match.start(), match.group()
    for match in _MEASURED.finditer(text):
        idle = _IDLE.match(match.group().strip()) and not _STRONG.search(text[: match.start()])
        if not idle:
            yield match.start(), match.group()


def _masked(match: re.Match[str]) -> str:
    # A mask as long as the words keeps the places of what follows.
    return "\u2028" * len(match.group())
