"""The facts of a document as data: kept when it is issued, read again when it is checked. Nothing is decided here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from types import NoneType
from typing import Any, get_args, get_origin, get_type_hints

from zhiheng import api
from zhiheng_web.audit import states
from zhiheng_web.lib import store
from zhiheng_web.lib.words import Text

#: Kind of document → the facts that the library builds it from, and its name.
KINDS: Mapping[str, tuple[str, Text]] = {
    "notice": ("NoticeFacts", Text("结果告知书", "notice of result")),
    "review_decision": ("ReviewFacts", Text("异议复核决定书", "decision on an objection")),
    "minutes": ("MinutesFacts", Text("审议会议纪要", "minutes of deliberation")),
    "annual_report": ("ReportFacts", Text("评价结果通报", "report of results")),
    "circular": ("CircularFacts", Text("表扬、批评通报", "circular of commendation or criticism")),
    "interview": ("TalkFacts", Text("约谈记录", "record of an interview")),
    "admonition": ("TalkFacts", Text("诫勉谈话记录", "record of an admonition")),
    "transfer_proposal": ("TransferFacts", Text("调整岗位建议", "proposal to transfer")),
    "problem_list": ("ProblemFacts", Text("问题清单、责任清单", "problem and responsibility lists")),
    "draw_sheet": ("DrawSheetFacts", Text("案卷抽取签单", "draw sheet")),
    "review_opinion": ("FileOpinionFacts", Text("案卷评查意见书", "opinion on a case file")),
    "review_notice": ("FileNoticeFacts", Text("案卷评查结果告知书", "notice of the review of a file")),
    "review_report": ("FileReportFacts", Text("案卷评查报告", "report on a review of files")),
    "review_circular": ("MonthlyCircularFacts", Text("考评通报", "circular of reviews")),
    "case_commentary": ("CommentaryFacts", Text("案例点评", "commentary on a case")),
    "suggestion_letter": ("SuggestionFacts", Text("监督建议书", "supervision suggestion letter")),
    "supervision_notice": ("SupervisionFacts", Text("督办通知", "notice of supervision")),
    "accountability_letter": (
        "AccountabilityFacts",
        Text("执法过错认定和追究执法过错责任意见书", "opinion on fault and responsibility"),
    ),
    "monthly_list": ("MonthlyListFacts", Text("月执法清单", "monthly enforcement list")),
    "red_card_list": ("RedCardFacts", Text("红牌名单", "red-card list")),
    "award_list": ("AwardFacts", Text("奖励建议名单", "award list")),
}
#: Kinds that rest on facts alone, with no result behind them; the builder of each has the name of the kind.
ON_FACTS_ALONE = frozenset(
    "draw_sheet review_opinion review_notice review_report review_circular case_commentary suggestion_letter "
    "supervision_notice accountability_letter monthly_list red_card_list award_list".split()
)


def kind_text(kind: str) -> Text:
    """Return the name of a kind of document; the kind itself where it is unknown."""
    return KINDS[kind][1] if kind in KINDS else Text(kind, kind)


def read_facts(kind: str, told: Mapping[str, Any], number: str) -> Any:
    """Return the facts of a document of a kind, as the library's builders take them.

    `told` is as JSON holds it or with days as dates; a result (before, previous) stands in it by its digest in the
    store. KeyError for an unknown kind.
    """
    made = getattr(api.documents.facts, KINDS[kind][0])
    return _read(made, {**told, "issue": {**told["issue"], "number": number}})


def drafting(kind: str, told: Mapping[str, Any], *, language: str = "zh") -> Callable[[str], Any]:
    """Return what makes a document that rests on facts alone once its number is known (`Order.build`).

    `told` is what is kept with the document (`Order.facts`), `issue` among it; words in two languages stand in it as
    `{"zh": …, "en": …}`. KeyError for a kind that rests on a result.
    """
    if kind not in ON_FACTS_ALONE:
        raise KeyError(kind)
    builder = getattr(api.documents, kind)
    # From the very data that will be kept to check it: what the store gives back is plain.
    kept = states.plain(dict(told))
    return lambda number: builder(read_facts(kind, kept, number), language=language)


def _read(made: Any, told: Any) -> Any:
    """Return a value of a type from what JSON holds of it."""
    if get_origin(made) is tuple:
        return tuple(_read(get_args(made)[0], one) for one in told)
    if NoneType in get_args(made):
        return None if told is None else _read(next(one for one in get_args(made) if one is not NoneType), told)
    if made is date:
        return date.fromisoformat(told) if isinstance(told, str) else told
    if made is Decimal:
        return Decimal(told)
    if isinstance(told, str) and is_dataclass(made):
        return _stored_result(told)
    if is_dataclass(made) and isinstance(made, type):
        hints = get_type_hints(made)
        return made(**{one.name: _read(hints[one.name], told[one.name]) for one in fields(made) if one.name in told})
    return told


@lru_cache(maxsize=16)
def _stored_result(digest: str) -> Any:
    return api.scoring.read_json(store.path_of(digest))
