"""What a check cites: the provision in `rulebook/laws` with its text, or the document that a requirement comes from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from pathlib import Path

from zhiheng.checks import Check, Version
from zhiheng.domain.texts import Text
from zhiheng.rulefiles import Node, read_node

#: Documents whose sentences carry requirement ids; their text is no law and not part of the rulebook.
_DOCUMENTS = {
    "CQ": Text("重庆市城市管理执法效能评价暂行办法", "Chongqing interim measures for the evaluation of enforcement"),
    "HN": Text("湖南省城市管理执法队伍评价内容和评分标准", "Hunan evaluation content and scoring standard"),
    "LPS": Text("六盘水市全面推行行政执法三项制度实施方案", "Liupanshui plan for the three systems of enforcement"),
    "WX": Text("武穴市行政执法案卷考评做法", "Wuxue practice of reviewing case files"),
    "XH": Text("徐汇区城市管理行政执法监督实施办法", "Xuhui measures for the supervision of enforcement"),
}
_DIGITS = "零一二三四五六七八九"


#: Titles too long for a table.
_SHORT = {
    "three-systems-opinions": Text("三项制度指导意见", "three-systems opinions"),
    "it-highway-code": Text("意大利道路法典", "Italian highway code"),
}
_STATE = Text("中华人民共和国", " of the People's Republic of China")


@dataclass(frozen=True, slots=True)
class Provision:
    """A provision that is cited: `name` for a line, `short` for a table, `text` in full.

    `is_summary` is set where the text is not the law's own words.
    """

    id: str
    name: Text
    short: Text
    text: Text
    is_summary: bool = False


def provision(citation: str) -> Provision:
    """Return what a citation names; one that nothing is known of is its own name."""
    found = _provisions().get(citation)
    if found is not None:
        return found
    document = _DOCUMENTS.get(citation.partition("-")[0])
    name = document and Text(f"《{document.zh}》（{citation}）", f"{document.en} ({citation})")
    return Provision(citation, name or Text(citation), Text(citation), Text(""))


def version_on(check: Check, day: date | None) -> Version:
    """Return the version of a check in force on a day, the last one where the day is unknown or in none."""
    for version in check.versions:
        begun = version.from_date is None or (day is not None and version.from_date <= day)
        if begun and (version.until_date is None or (day is not None and day < version.until_date)):
            return version
    return check.versions[-1]


def in_force_text(version: Version) -> Text:
    """Return from when until when a version is in force; the last day is the one before `until`."""
    begins = version.from_date.isoformat() if version.from_date else ""
    if version.until_date is None:
        return Text(f"{begins}起", f"since {begins}") if begins else Text("一直", "always")
    ends = (version.until_date - date.resolution).isoformat()
    return Text(f"{begins}至{ends}" if begins else f"至{ends}", f"{begins} to {ends}" if begins else f"until {ends}")


@cache
def _provisions() -> Mapping[str, Provision]:
    folder = Path(str(resources.files("zhiheng").joinpath("rulebook/laws")))
    found = {}
    for path in sorted(folder.glob("*.yaml")):
        law, _ = read_node(path)
        for node in law.list_of("provisions"):
            found[node.text("id")] = _read(law, node)
    return found


def _read(law: Node, node: Node) -> Provision:
    titled = law.get("title")
    title = titled.wording() if titled is not None else Text("")
    plain = Text(title.zh.replace(_STATE.zh, ""), title.en.replace(_STATE.en, ""))
    short = _SHORT.get(law.text("id"), plain)
    article = node.text("article")
    zh, en = f"第{_numeral(article)}条", f", article {article}"
    if law.text("id") == "three-systems-opinions":  # opinions number their parts （六）, laws their articles 第六条
        zh, en = f"（{_numeral(article)}）", f", part {article}"
    if not article:
        zh = en = ""
    return Provision(
        node.text("id"),
        Text(f"《{title.zh}》{zh}", f"{title.en}{en}"),
        Text(f"{short.zh}{zh}", f"{short.en}{en}"),
        node.wording(),
        is_summary=node.text("wording") == "summary",
    )


def _numeral(article: str) -> str:
    """Return the number of an article as laws write it: 六十一; anything but 1 to 999 stays as it is."""
    if not article.isdigit() or not 0 < int(article) < 1000:
        return article
    hundreds, tens, ones = int(article) // 100, int(article) // 10 % 10, int(article) % 10
    told = f"{_DIGITS[hundreds]}百" if hundreds else ""
    if tens:
        told += "十" if tens == 1 and not hundreds else f"{_DIGITS[tens]}十"
    elif hundreds and ones:
        told += "零"
    return told + (_DIGITS[ones] if ones else "")
