"""The sheet of a card: rows, opinion, answers of round two, as stored or as typed, each with what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from zhiheng.api import Fault, Refusal
from zhiheng_web.lib.words import Text, language, say
from zhiheng_web.reviews.actions import cards as actions
from zhiheng_web.reviews.forms import cards as forms
from zhiheng_web.reviews.forms.cards import Answer, Row
from zhiheng_web.reviews.models import Assignment, Card, CardLine
from zhiheng_web.reviews.models.cards import MENDED_TEXTS
from zhiheng_web.reviews.procedures import ReviewRules
from zhiheng_web.reviews.queries import rules_of
from zhiheng_web.reviews.reading import card_access as access
from zhiheng_web.reviews.reading import cards as reading
from zhiheng_web.reviews.reading.items import Choice, choices_of
from zhiheng_web.reviews.reading.rounds import standings


@dataclass(slots=True)
class Sheet:
    """A card that is being written. `faults` are those of the card as a whole, by column."""

    assignment: Assignment
    rules: ReviewRules
    choices: tuple[Choice, ...]
    lines: list[CardLine]
    version: int
    rows: list[Row]
    head: dict[str, str]
    head_seen: str
    answers: list[Answer] = field(default_factory=list)
    faults: dict[str, list[str]] = field(default_factory=dict)
    head_theirs: dict[str, str] | None = None
    basics_checked: bool = False

    @property
    def is_wrong(self) -> bool:
        """Return whether anything was blamed."""
        return bool(self.faults) or any(row.faults for row in self.rows) or any(one.faults for one in self.answers)

    @property
    def summary(self) -> list[tuple[str, str]]:
        """Return what is wrong with the place it leads to, for the top of the page."""
        told = []
        for number, row in enumerate(self.rows, start=1):
            for column, wrong in row.faults.items():
                name = forms.COLUMN_TEXTS.get(column)
                head = Text(f"第 {number} 行", f"Row {number}")
                place = say(head) + (f" {say(name)}" if name else "")
                told += [(f"{row.key}-{column or 'item'}", f"{place}：{one}") for one in wrong]
        for one in self.answers:
            told += [(f"mended-{one.problem.pk}", f"{one.problem.item}：{wrong}") for wrong in one.faults]
        for column, wrong in self.faults.items():
            name = forms.COLUMN_TEXTS.get(column)
            told += [(f"card-{column or 'sheet'}", f"{say(name)}：{one}" if name else one) for one in wrong]
        return told

    @property
    def totals(self) -> list[reading.Total]:
        """Return what the lines of each aspect deduct, for display."""
        return reading.totals(self.rules, reading.entries(self.lines))

    @property
    def deducted(self) -> Any:
        """Return the sum of what the lines deduct, for display."""
        return reading.deducted(self.lines)

    @property
    def basics(self) -> list[tuple[Choice, bool]]:
        """Return the basic items, each with whether a row fails it."""
        failed = {line.item for line in self.lines}
        return [(one, one.item.id in failed) for one in self.choices if one.item.kind == "basic"]

    @property
    def mended_choices(self) -> list[tuple[str, Text]]:
        """Return what may be said of a problem of round one."""
        return [(key, text) for key, (text, _) in MENDED_TEXTS.items() if key]

    @property
    def item_data(self) -> list[dict[str, str]]:
        """Return the items as the script offers them."""
        return [_offered(one) for one in self.choices]

    def take(self, data: Any) -> None:
        """Put what a form sent in the place of what is stored."""
        stored = {row.line.pk: row for row in self.rows if row.line is not None}
        by_id = {one.item.id: one for one in self.choices}
        rows = []
        for typed in forms.rows_in(data):
            known = stored.pop(typed.pk, None) if typed.pk is not None else None
            words = {name: getattr(typed.told, name) for name in reading.COLUMNS}
            row = Row(typed.key, words, known.line if known else None, typed.seen)
            row.is_self_corrected, row.position = typed.told.is_self_corrected, typed.position
            row.choice = by_id.get(known.line.item) if known is not None and known.line is not None else None
            if known is not None or typed.pk is None:
                rows.append(row)
        # A line that the form did not know of stays where it is.
        self.rows = rows + list(stored.values())
        self.head = {**self.head, **{name: value.strip() for name, value in forms.head_in(data).items()}}
        self.head_seen = data.get("head_seen", self.head_seen)
        told = forms.answers_in(data)
        for one in self.answers:
            one.mended, one.text, one.seen = told.get(one.problem.pk, (one.mended, one.text, one.seen))

    def save(self, actor: Any, *, without: str = "") -> None:
        """Save what was typed, row by row; what cannot be saved is blamed at its place, the rest is kept."""
        for row in self.rows:
            try:
                self._save_row(actor, row, is_out=row.key == without)
            except Refusal as refusal:
                blame_row(row, refusal)
        for one in self.answers:
            if one.mended:
                try:
                    words = {"mended": one.mended, "text": one.text, "seen": one.seen}
                    actions.answer_line(actor=actor, assignment=self._fresh(), problem=one.problem, **words)
                except Refusal as refusal:
                    one.faults += [said(fault) for fault in refusal.faults]
        try:
            actions.save_head(actor=actor, assignment=self._fresh(), told=self.head, seen=self.head_seen)
        except Refusal as refusal:
            self.blame(refusal.faults)
            if isinstance(refusal, actions.Conflict) and isinstance(refusal.theirs, Card):
                self.head_seen = reading.head_fingerprint(refusal.theirs)
                self.head_theirs = {name: str(getattr(refusal.theirs, name)) for name in forms.HEAD}

    def _save_row(self, actor: Any, row: Row, *, is_out: bool) -> None:
        fresh = self._fresh()
        if is_out:
            if row.line is not None:
                actions.remove_line(actor=actor, assignment=fresh, line=row.line)
            return
        told = actions.Told(**row.told, is_self_corrected=row.is_self_corrected)
        if row.line is None and told.is_blank:
            return
        row.line = actions.save_line(actor=actor, assignment=fresh, told=told, line=row.line, seen=row.seen)
        row.seen, row.key = reading.fingerprint(row.line), f"l{row.line.pk}"

    def _fresh(self) -> Assignment:
        return access.assignment(self.assignment.pk)

    def blame(self, faults: Iterable[Fault]) -> None:
        """Put each fault where it belongs: at its row by number, at the problem it names, or at the card."""
        for fault in faults:
            row, column = fault.place.row, fault.place.column
            if row is not None and 0 < row <= len(self.rows):
                self.rows[row - 1].faults.setdefault(column, []).append(said(fault))
            elif column == "mended":
                for one in self.answers:
                    if one.problem.item == fault.place.clause and not one.mended:
                        one.faults = [said(fault)]
            else:
                self.faults.setdefault(column, []).append(said(fault))


def sheet_of(one: Assignment, *, blanks: int = 1) -> Sheet:
    """Return the sheet of an assignment as stored, with some rows to write in."""
    card, rules = access.card_of(one), rules_of(one.file_review.activity)
    lines = reading.lines_of(card)
    choices = choices_of(rules)
    by_id = {choice.item.id: choice for choice in choices}
    rows = [forms.row_of(line, by_id, number) for number, line in enumerate(reading.entries(lines), start=1)]
    last = max((line.position for line in lines), default=0)
    for number in range(1, blanks + 1):
        rows.append(Row(f"n{last + number}", dict.fromkeys(reading.COLUMNS, ""), number=len(rows) + 1))
    for row in rows:
        row.position = row.line.position if row.line is not None else int(row.key[1:])
    head = {name: str(getattr(card, name, "")) for name in forms.HEAD}
    return Sheet(
        assignment=one,
        rules=rules,
        choices=choices,
        lines=lines,
        version=card.version if card is not None else 0,
        rows=rows,
        head=head,
        head_seen=reading.head_fingerprint(card),
        answers=_answers(one, lines) if one.round == 2 else [],
    )


def _answers(one: Assignment, lines: list[CardLine]) -> list[Answer]:
    said_of = {line.answers_id: line for line in lines if line.answers_id}
    found = []
    for place in standings(one.file_review, with_evidence=True):
        if place.is_lifted:
            continue
        answer = Answer(place.line, place.counted, evidence=place.evidence)
        if place.mending is not None:
            answer.note, answer.mending_id = place.mending.note, place.mending.pk
        if (line := said_of.get(place.line.pk)) is not None:
            answer.mended, answer.text, answer.seen = line.mended, line.text, reading.fingerprint(line)
        found.append(answer)
    return found


def blame_row(row: Row, refusal: Refusal) -> None:
    """Put what is wrong at the cells of a row; where another window was first, what it wrote stands beside."""
    for fault in refusal.faults:
        row.faults.setdefault(fault.place.column, []).append(said(fault))
    if isinstance(refusal, actions.Conflict) and isinstance(refusal.theirs, CardLine):
        row.theirs = forms.words_of(refusal.theirs)
        row.seen = reading.fingerprint(refusal.theirs)


def said(fault: Fault) -> str:
    """Return a fault in words, without its place: it stands at it."""
    told, mend = fault.reason.of(language()), fault.remedy.of(language())
    return f"{told}。{mend}" if language() == "zh" else f"{told}. {mend}"


def _offered(one: Choice) -> dict[str, str]:
    item = one.item
    return {
        "number": one.number,
        "id": item.id,
        "name": say(item.text),
        "words": f"{item.zh} {item.en}".lower(),
        "initials": one.initials,
        "kind": item.kind,
        "rule": one.aspect.rule_id,
        "clause": item.clause,
        "low": "" if item.min is None else forms.plain(item.min),
        "high": "" if item.max is None else forms.plain(item.max),
        "usual": "" if item.default is None else forms.plain(item.default),
    }
