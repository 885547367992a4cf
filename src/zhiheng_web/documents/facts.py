"""The facts of a document as data: kept when it is issued, read again when it is checked. Nothing is decided here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from functools import lru_cache
from types import NoneType
from typing import Any, get_args, get_origin, get_type_hints

from zhiheng import api
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
}


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


def _read(made: Any, told: Any) -> Any:
    """Return a value of a type from what JSON holds of it."""
    if get_origin(made) is tuple:
        return tuple(_read(get_args(made)[0], one) for one in told)
    if NoneType in get_args(made):
        return None if told is None else _read(next(one for one in get_args(made) if one is not NoneType), told)
    if made is date:
        return date.fromisoformat(told) if isinstance(told, str) else told
    if isinstance(told, str) and is_dataclass(made):
        return _stored_result(told)
    if is_dataclass(made) and isinstance(made, type):
        hints = get_type_hints(made)
        return made(**{one.name: _read(hints[one.name], told[one.name]) for one in fields(made) if one.name in told})
    return told


@lru_cache(maxsize=16)
def _stored_result(digest: str) -> Any:
    return api.scoring.read_json(store.path_of(digest))
