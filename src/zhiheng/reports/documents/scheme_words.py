"""The part of the addresses that leads into the scheme: clauses, names, full marks, the policy in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from zhiheng.domain.evaluation import Evaluation
from zhiheng.domain.numbers import shortest
from zhiheng.domain.scheme import UNSPECIFIED, Grade
from zhiheng.domain.texts import Text
from zhiheng.reports.cards import SchemeIndex
from zhiheng.reports.labels import choice_text, option_text


def answer_scheme(index: SchemeIndex, evaluation: Evaluation, rest: Sequence[str]) -> Text:
    """Return what `scheme/…` leads to. Raises KeyError, ValueError or IndexError where it leads nowhere."""
    scheme = evaluation.scheme
    if len(rest) == 1:
        known: Mapping[str, Callable[[], Text]] = {
            "name": lambda: _in_title_marks(scheme.name),
            "purpose": lambda: scheme.purpose,
            "document": lambda: scheme.source.document,
            "completion": lambda: _completion(evaluation),
        }
        return known[rest[0]]()
    kind, some_id, *inner = rest
    if kind == "options":
        return _option(evaluation, some_id)
    if kind == "grades":
        return _bounds(next(grade for grade in scheme.grades if grade.id == some_id))
    if kind == "parts":
        part = next(part for part in scheme.parts if part.id == some_id)
        if inner == ["name"]:
            return part.name
        if part.points is None or inner != ["points"]:
            raise KeyError(some_id)
        return Text(shortest(part.points))
    if kind == "tolerances":
        return next(tolerance.text for tolerance in scheme.tolerances if tolerance.id == some_id)
    return _words(index, kind, some_id, inner[0])


def _words(index: SchemeIndex, kind: str, some_id: str, field: str) -> Text:
    if kind == "rules":
        told = {"clause": index.clause_of, "text": index.rule_text}[field](some_id)
    else:
        place = {"items": index.item, "sub_items": index.sub_item}[kind](some_id)
        if place is None:
            raise KeyError(some_id)
        told = {"name": place.name, "clause": place.clause}[field]
    if not told.zh:
        raise KeyError(some_id)
    return told


def _in_title_marks(name: Text) -> Text:
    inner = name.zh.strip().removeprefix("《").removesuffix("》").replace("《", "〈").replace("》", "〉")
    return Text(f"《{inner}》", name.of("en"))


def _completion(evaluation: Evaluation) -> Text:
    """Return the label of the completion; a result keeps it even where the completion itself is not at hand."""
    told = evaluation.result.completion
    if told is None:
        raise KeyError("completion")
    label = evaluation.scheme.completion_label
    zh = label.zh or str(told.get("label", "")) or "未命名的补充件"
    return Text(zh, label.en or str(told.get("label_en", "")) or "an unnamed completion")


def is_fictional(evaluation: Evaluation) -> bool:
    """Return whether a result says of itself that its numbers are made up: its completion or the name of its ledger."""
    completion = evaluation.result.completion or {}
    named = "虚构" in evaluation.result.ledger_name or "fictional" in evaluation.result.ledger_name.lower()
    return evaluation.scheme.completion_fictional or str(completion.get("fictional", "")).lower() == "true" or named


def _option(evaluation: Evaluation, option_id: str) -> Text:
    """Return what was chosen for an option, in words (CQ-47: the policy at boundaries is shown in the report)."""
    value = evaluation.result.options[option_id]
    chosen = choice_text(option_id, value)
    if chosen.zh != value:
        return chosen
    words = option_text(evaluation.scheme, option_id)
    return Text(f"{words.zh}：{value}", f"{words.of('en')}: {value}")


def _bounds(grade: Grade) -> Text:
    """Return the applied bounds of a grade in words, with its name."""
    zh, en = [], []
    if grade.minimum is not None:
        least = shortest(grade.minimum)
        zh.append(f"{least} 分以上（{'含' if grade.minimum_inclusive else '不含'}本数）")
        en.append(f"{'at least' if grade.minimum_inclusive else 'more than'} {least}")
    if grade.maximum is not None:
        most = shortest(grade.maximum)
        zh.append(f"{most} 分以下（含本数）" if grade.maximum_inclusive else f"不满 {most} 分")
        en.append(f"{'at most' if grade.maximum_inclusive else 'less than'} {most}")
    if not zh:
        raise KeyError(grade.id)
    return Text(f"{grade.name.zh}：{'、'.join(zh)}", f"{grade.name.of('en')}: {', '.join(en)}")


def source_number(evaluation: Evaluation) -> str:
    """Return the number of the document that the scheme is taken from, empty where it is not stated."""
    number = evaluation.scheme.source.number
    return "" if number == UNSPECIFIED else number
