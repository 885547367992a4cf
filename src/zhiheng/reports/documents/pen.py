"""What a builder writes with: the language, the answers to addresses, and the parts that every document has."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from zhiheng.domain.evaluation import Evaluation
from zhiheng.domain.texts import Language, Text
from zhiheng.reports.documents.facts import Issue
from zhiheng.reports.documents.model import (
    Align,
    Banner,
    Block,
    Document,
    DocumentLanguage,
    Figure,
    Heading,
    NewPage,
    Paragraph,
    Run,
    Runs,
    Signature,
    Table,
    TitleLine,
    fill,
    joined,
)
from zhiheng.reports.documents.queries import Answers, NoSuchAddress, address
from zhiheng.reports.documents.scheme_words import is_fictional

FICTIONAL = Text("虚构演示数据，不得作为正式文书使用", "FICTIONAL DEMONSTRATION DATA: NOT AN OFFICIAL DOCUMENT")
BLANK = Text("＿＿＿＿＿＿", "____________")


@dataclass(frozen=True)
class Pen:
    """Writes in one language; every figure it writes is the answer to its own address."""

    answers: Answers
    language: Language

    def say(self, zh: str, en: str, **runs: Run | Runs) -> Runs:
        """Return the wording of the pen's language with its slots filled."""
        return fill(zh if self.language == "zh" else en, **runs)

    def word(self, zh: str, en: str) -> str:
        """Return one of two wordings that hold no figure."""
        return zh if self.language == "zh" else en

    def figure(self, *parts: str | int) -> Figure:
        """Return the figure at an address. Raises NoSuchAddress."""
        query = address(*parts)
        return Figure(self.answers.of(query).of(self.language), query)

    def has(self, *parts: str | int) -> bool:
        """Return whether an address leads to words or to a number other than nought."""
        try:
            return self.answers.of(address(*parts)).zh not in ("", "0")
        except NoSuchAddress:
            return False

    def or_blank(self, *parts: str | int) -> Run:
        """Return the figure at an address, a blank to fill in where nothing was given."""
        return self.figure(*parts) if self.has(*parts) else BLANK.of(self.language)

    def heading(self, level: Any, zh: str, en: str, **runs: Run | Runs) -> Heading:
        """Return a heading of a level from 1 to 4."""
        return Heading(level, self.say(zh, en, **runs))

    def paragraph(self, zh: str, en: str, *, align: Align = "body", **runs: Run | Runs) -> Paragraph:
        """Return a paragraph."""
        return Paragraph(self.say(zh, en, **runs), align)

    def table(
        self, head: Sequence[tuple[str, str]], widths: tuple[int, ...], rows: Sequence[tuple[Runs, ...]]
    ) -> Table:
        """Return a table; its head is given in both languages."""
        return Table(widths, tuple(rows), tuple(self.word(zh, en) for zh, en in head))

    def form(self, rows: Sequence[tuple[str, str, Runs]]) -> Table:
        """Return a form: a label and what is filled in, a line each."""
        return Table((36, 120), tuple(((self.word(zh, en),), runs) for zh, en, runs in rows))

    def listing(self, runs: Sequence[Runs]) -> Runs:
        """Return runs one after the other, with the comma of the language between."""
        return joined(runs, self.word("、", ", "))


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What one language of a document needs: title, addressee and blocks without signature and banner."""

    title: tuple[Runs, ...]
    blocks: list[Block]
    addressee: Runs = ()


def written(
    evaluation: Evaluation | None, facts: Any, draw: Callable[[Pen], Draft], *, language: DocumentLanguage
) -> Document:
    """Return a document in one language, or in Chinese with the English after it; without evaluation from facts alone.

    Signature, number and banner come from `facts.issue`; a result of made-up numbers carries the banner by itself.
    """
    answers = Answers(evaluation, facts)
    first: Language = "en" if language == "en" else "zh"
    pen, issue = Pen(answers, first), facts.issue
    draft = draw(pen)
    made_up = issue.fictional or (evaluation is not None and is_fictional(evaluation))
    blocks: list[Block] = [Banner(FICTIONAL.of(first))] if made_up else []
    blocks += [*draft.blocks, _signature(pen, issue)]
    if language == "both":
        other = Pen(answers, "en")
        english = draw(other)
        note = other.paragraph("", "The Chinese text is the authentic one.", align="centre")
        blocks += [NewPage(), *map(TitleLine, english.title), note, *english.blocks, _signature(other, issue)]
    return Document(
        title=draft.title,
        blocks=tuple(blocks),
        language=first,
        addressee=draft.addressee,
        number=issue.number,
        red_head=issue.organ if issue.red_head else "",
        as_of=issue.issued_on.isoformat() if issue.issued_on else evaluation.result.as_of if evaluation else "",
    )


def _signature(pen: Pen, issue: Issue) -> Signature:
    if issue.issued_on is None:
        return Signature(pen.say("{organ}", "{organ}", organ=pen.or_blank("facts", "issue", "organ")))
    return Signature((pen.figure("facts", "issue", "organ"),), (pen.figure("date", "issued"),))
