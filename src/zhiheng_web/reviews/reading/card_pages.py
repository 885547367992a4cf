"""What the page of a card shows of its file: names masked where the reader reviews blind, the documents, the clock."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from zhiheng_web.cases import masking
from zhiheng_web.cases.masking import MASKED
from zhiheng_web.cases.models import FileDocument
from zhiheng_web.lib.words import Text
from zhiheng_web.reviews.models import Assignment
from zhiheng_web.reviews.reading import card_access as access
from zhiheng_web.reviews.reading import cards


@dataclass(frozen=True, slots=True)
class FileFacts:
    """What stands at the head of a card. A Text where the name is masked, the name itself otherwise."""

    code: str
    kind: Text
    cause: str
    body: Text | str
    lead: Text | str
    second: Text | str
    closed_on: Any
    is_masked: bool


def is_masked_for(person: Any, one: Assignment) -> bool:
    """Return whether this reader must not see whose file it is: they review blind and have not signed yet."""
    return one.is_blind and one.reviewer_id == getattr(person, "pk", None) and not access.is_signed(one)


def facts_of(person: Any, one: Assignment) -> FileFacts:
    """Return the head of a card as a person may see it."""
    case, masked = one.file_review.case, is_masked_for(person, one)
    lead = one.file_review.lead or case.lead
    second = case.second
    return FileFacts(
        code=case.code,
        kind=case.kind_text,
        cause=case.cause,
        body=MASKED if masked else one.file_review.body.name,
        lead=MASKED if masked else (lead.name if lead else "—"),
        second=MASKED if masked else (second.name if second else "—"),
        closed_on=case.closed_on,
        is_masked=masked,
    )


def documents_for(person: Any, one: Assignment) -> list[FileDocument]:
    """Return the documents of the file in order; who reviews blind gets blackened copies where there are."""
    return masking.documents_for(person, one.file_review.case)


def papers_for(person: Any, one: Assignment) -> str | None:
    """Return what a blind reader gets of papers without a blackened copy; None for everybody else."""
    return masking.papers_rule(person, one.file_review.case) if is_masked_for(person, one) else None


def stage_of(one: Assignment) -> Text:
    """Return level and round in words."""
    level, turn = cards.LEVEL_TEXTS[one.level], cards.ROUND_TEXTS[one.round]
    return Text(f"{level.zh}，{turn.zh}", f"{level.en}, {turn.en}")


def title_of(one: Assignment) -> Text:
    """Return the title of a card: number of the case, level, round."""
    stage, code = stage_of(one), one.file_review.case.code
    return Text(f"考评卡 {code}（{stage.zh}）", f"Review card {code} ({stage.en})")
