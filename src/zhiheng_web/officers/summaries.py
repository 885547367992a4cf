"""The month as a short text for a group chat of staff: to be copied by hand, with names masked unless asked otherwise.

A chat lies outside this system and cannot be taken back, so the masked text is offered first (WX-AMB-06, PIPL).
"""

from __future__ import annotations

from collections.abc import Callable

from django.db.models import F

from zhiheng import api
from zhiheng_web.lib.numbers import two_places
from zhiheng_web.lib.words import Text
from zhiheng_web.officers.models import Month, MonthLine


def _same(name: str) -> str:
    return name


def _masked(name: str) -> str:
    told: str = api.documents.mask_names(name, [name])
    return told


def summary_of(month: Month, *, is_masked: bool = True) -> Text:
    """Return the summary in both languages: how many files and officers, red cards, units at the ends of the list."""
    name = _masked if is_masked else _same
    lines = list(month.lines.select_related("body").order_by(F("rank").asc(nulls_last=True), "officer__code"))
    with_cases = [one for one in lines if one.cases]
    red = [one for one in with_cases if one.is_red]
    files, bureau = sum(one.cases for one in month.units.all()), month.organiser
    threshold, limit = month.rules["threshold"], "以上" if month.rules["inclusive"] else "以上（不含）"
    zh = [
        f"【{month.name.zh}执法清单】{bureau.name}",
        f"本月考评案卷 {files} 件，办案人员 {len(with_cases)} 人。",
        f"平均扣 {threshold} 分{limit}挂红牌 {len(red)} 人：{_told(red, name, '；', '无')}",
    ]
    en = [
        f"[Enforcement list of {month.name.en}] {bureau.name_en or bureau.name}",
        f"{files} files reviewed, {len(with_cases)} officers with cases.",
        f"Red cards (average of {threshold} or more): {len(red)}. {_told(red, name, '; ', 'None')}",
    ]
    best = [one for one in with_cases if one.rank == 1]
    if best:
        zh.append(f"扣分最少：{_told(best, name, '；', '')}")
        en.append(f"Fewest points lost: {_told(best, name, '; ', '')}")
    zh.append("仅限内部，不得转发公开；如有异议，请在“我的执法”中办理。")
    en.append("Internal only, not to be passed on. Objections: on “My enforcement”.")
    if month.corrects_id:
        zh.insert(1, f"本清单为第 {month.number} 版，更正此前公示的清单。理由：{month.reason}")
        en.insert(1, f"Version {month.number}, correcting the list published before: {month.reason}")
    return Text("\n".join(zh), "\n".join(en))


def _told(lines: list[MonthLine], name: Callable[[str], str], comma: str, none: str) -> str:
    """Return officers with their unit and average, one after the other."""
    told = [f"{name(one.name)}（{one.body.name}）{two_places(one.shown or 0)}" for one in lines]
    return comma.join(told) or none
