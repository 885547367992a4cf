"""An independent judge of demonstration ledgers: what shows when cases are compared; complaints, outcomes; and all."""

from __future__ import annotations

import unicodedata
from calendar import monthrange
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import pairwise

from adapters.procedure_judge import CALENDAR, JUDGES, LOST, File, Row, files_of, moment_of
from zhiheng.ledgers import Ledger
from zhiheng.legaltime import add_calendar_days

Broken = tuple[str, str, str, str]  # check, case, complaint, unit

ON_SITE = ("inspected", "investigated", "evidence_preserved", "seized", "enforced")
RECORDS = ("inspected", "investigated", "statement_heard", "hearing_held")
FILES = (*RECORDS, "evidence_preserved", "seized", "served", "enforced")


def judged(ledger: Ledger) -> Counter[Broken]:
    """Return what every row breaks, but for repeated complaints, which take a judgement of words."""
    files = list(files_of(ledger))
    broken: Counter[Broken] = Counter()
    for file in files:
        held = (str(file.row["case_id"]), "", str(file.row["unit_id"]))
        broken.update((check_id, *held) for check_id in JUDGES if JUDGES[check_id](file))
    for check_id, file in _compared(files):
        broken[check_id, str(file.row["case_id"]), "", str(file.row["unit_id"])] += 1
    broken.update(_months(files))
    broken.update(_complaints(ledger))
    broken.update(_outcomes(ledger))
    return broken


# Cases beside one another


def letters(text: object) -> str:
    """Return the letters and digits of a text, so that blanks, signs and widths make no difference."""
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", str(text or "")).lower()))


def _compared(files: Iterable[File]) -> Iterator[tuple[str, File]]:
    penalties = [file for file in files if file.row["kind"] == "penalty"]
    ordinary = [file for file in penalties if file.row["procedure"] == "ordinary"]
    summary = [file for file in penalties if file.row["procedure"] == "summary"]
    fined = [file for file in penalties if file.has("decided") and file.row["fine"]]
    yield from _again("xuhui-split-cases", ordinary, _matter, "filed", 7)
    yield from _again("cn-penalty-duplicated-fine", fined, _matter, "decided", 7)
    numbered = [file for file in penalties if file.has("decided") and file.row["document_no"]]
    yield from _again(
        "cn-penalty-duplicated-decision-number", numbered, lambda file: file.row["document_no"], "decided"
    )
    together = (10_000, 100_000)
    yield from _added_up("xuhui-split-under-threshold", ordinary, lambda file: _matter(file)[:2], "filed", 30, together)
    spot = (Decimal("200.01"), Decimal("3000.01"))
    yield from _added_up("xuhui-split-on-the-spot", summary, _matter, "decided", 0, spot)
    yield from _copied("xuhui-fabricated-digest", files, FILES, lambda event: str(event["digest"] or ""))
    yield from _copied("xuhui-fabricated-text", files, RECORDS, _long_note)
    yield from _in_two_places(files)


def _matter(file: File) -> tuple[object, object, object]:
    return file.row["party_id"], file.row["cause"], letters(file.row["place"])


def _series(files: Iterable[File], key: Callable[[File], object], step: str) -> Iterator[list[File]]:
    """Yield the files with the same key in the order of a step."""
    alike = defaultdict(list)
    for file in files:
        if file.has(step):
            alike[key(file)].append(file)
    for group in alike.values():
        yield sorted(group, key=lambda file: (file.at(step) or datetime.max, str(file.row["case_id"])))


def _again(
    check_id: str, files: Iterable[File], key: Callable[[File], object], step: str, within: int = 9999
) -> Iterator[tuple[str, File]]:
    for group in _series(files, key, step):
        for before, file in pairwise(group):
            if (_day(file, step) - _day(before, step)).days <= within:
                yield check_id, file


def _added_up(
    check_id: str,
    files: Iterable[File],
    key: Callable[[File], object],
    step: str,
    within: int,
    thresholds: tuple[Decimal | int, Decimal | int],
) -> Iterator[tuple[str, File]]:
    def threshold(file: File) -> Decimal | int:
        return thresholds[0] if file.row["party_kind"] == "citizen" else thresholds[1]

    def fine(file: File) -> Decimal:
        held = file.row["fine"]
        return held if isinstance(held, Decimal) else Decimal(0)

    below = [file for file in files if 0 < fine(file) < threshold(file)]
    for group in _series(below, key, step):
        for place, file in enumerate(group[1:], start=1):
            near = [one for one in group[: place + 1] if (_day(file, step) - _day(one, step)).days <= within]
            if len(near) > 1 and sum(fine(one) for one in near) >= threshold(file):
                yield check_id, file


def _day(file: File, step: str) -> date:
    return file.day(step) or date.min


def _long_note(event: Row) -> str:
    return found if len(found := letters(event["note"])) >= 12 else ""


def _copied(
    check_id: str, files: Iterable[File], steps: tuple[str, ...], key: Callable[[Row], str]
) -> Iterator[tuple[str, File]]:
    holders: dict[str, dict[object, tuple[datetime, str, File]]] = defaultdict(dict)
    for file in files:
        for event in file.events:
            if event["activity"] in steps and (copied := key(event)):
                first = (moment_of(event["at"]), str(file.row["case_id"]), file)
                known = holders[copied].setdefault(first[1], first)
                holders[copied][first[1]] = min(known, first, key=lambda one: one[:2])
    for group in holders.values():
        if len(group) <= 10:  # what more cases hold is a form
            for _, _, file in sorted(group.values(), key=lambda one: one[:2])[1:]:
                yield check_id, file


def _in_two_places(files: Iterable[File]) -> Iterator[tuple[str, File]]:
    stood = defaultdict(list)
    for file in files:
        for event in file.events:
            if event["activity"] in ON_SITE and event["officer_id"]:
                stood[event["officer_id"]].append((moment_of(event["at"]), str(file.row["case_id"]), file))
    found = {}
    for group in stood.values():
        group.sort(key=lambda one: one[:2])
        for before, after in pairwise(group):
            if before[1] != after[1] and after[0] - before[0] <= timedelta(minutes=10):
                found[after[1]] = after[2]
    yield from (("xuhui-fabricated-two-places", file) for file in found.values())


def _months(files: Iterable[File]) -> Iterator[Broken]:
    decided: dict[tuple[object, int, int], list[bool]] = defaultdict(list)
    for file in files:
        if file.row["kind"] == "penalty" and (day := file.day("decided")):
            length = monthrange(day.year, day.month)[1]
            decided[file.row["unit_id"], day.year, day.month].append(length - day.day < 3)
    for (unit, _, _), last in decided.items():
        if len(last) >= 10 and sum(last) * 10 >= len(last) * 8:
            yield "xuhui-fabricated-month-end", "", "", str(unit)


# Complaints and outcomes


def _complaints(ledger: Ledger) -> Iterator[Broken]:
    assert ledger.as_of is not None
    for row in ledger.tables["complaints"].rows():
        held = ("", str(row["complaint_id"]), str(row["unit_id"]))
        if row["accepted"] is False:
            yield "chongqing-refused-complaint", *held
            continue
        due = add_calendar_days(moment_of(row["received_at"]).date(), 60, calendar=CALENDAR).due or date.max
        handled = moment_of(row["handled_at"]).date() if row["handled_at"] else ledger.as_of
        if handled > due:
            yield "chongqing-late-complaint", *held


_OVERTURNED = {
    "chongqing-overturned-decision": (("court", "reconsideration"), LOST),
    "chongqing-overturned-inaction": (("court", "reconsideration"), ("ordered_to_perform",)),
    "chongqing-overturned-superior": (("superior",), ("revoked", "ordered_to_perform")),
    "chongqing-overturned-sanction": (("discipline", "superior", "court"), ("sanction", "criminal")),
    "chongqing-overturned-compensation": (("court", "reconsideration"), ("compensation",)),
}


def _outcomes(ledger: Ledger) -> Iterator[Broken]:
    for row in ledger.tables["outcomes"].rows():
        for check_id, (organs, results) in _OVERTURNED.items():
            if row["organ"] in organs and row["result"] in results:
                yield check_id, str(row["case_id"] or ""), "", str(row["unit_id"])
