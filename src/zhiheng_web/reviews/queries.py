"""Finding activities, reviews of files and assignments: the objects that pages are about, and what counts of cards."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from zhiheng_web.cases.queries import officer_of
from zhiheng_web.lib import policy
from zhiheng_web.reviews.models import Activity, Assignment, Card, CardLine, Draw, FileReview, Population, Summary
from zhiheng_web.reviews.procedures import ReviewRules

#: What a page about a file's review shows of other tables.
_WITH_FILE = ("activity__organiser", "case__body", "body", "lead")


def activity(activity_id: int) -> Activity:
    """Return an activity with its organiser. Raises Http404."""
    found: Activity = get_object_or_404(Activity.objects.select_related("organiser"), pk=activity_id)
    return found


def draw(draw_id: int) -> Draw:
    """Return a draw with its population and activity. Raises Http404."""
    chosen = Draw.objects.select_related("population__activity__organiser", "drawn_by")
    found: Draw = get_object_or_404(chosen, pk=draw_id)
    return found


def file_review(file_id: int) -> FileReview:
    """Return the review of a file with its activity, case, body and lead officer. Raises Http404."""
    found: FileReview = get_object_or_404(FileReview.objects.select_related(*_WITH_FILE), pk=file_id)
    return found


def assignment(assignment_id: int) -> Assignment:
    """Return an assignment with the review of its file. Raises Http404."""
    chosen = Assignment.objects.select_related("reviewer", *(f"file_review__{name}" for name in _WITH_FILE))
    found: Assignment = get_object_or_404(chosen, pk=assignment_id)
    return found


@dataclass(frozen=True, slots=True)
class OfOrganiser:
    """A file, or an assignment of it, as a matter of the body that organises the review."""

    file_review: FileReview
    assignment: Assignment | None = None

    @property
    def governing_body(self) -> Any:
        """Return the body that organises the review."""
        return self.file_review.activity.organiser


def file_of_organiser(file_id: int) -> OfOrganiser:
    """Return a file as its organiser's matter. Raises Http404."""
    return OfOrganiser(file_review(file_id))


def assignment_of_organiser(assignment_id: int) -> OfOrganiser:
    """Return an assignment as its organiser's matter. Raises Http404 for a planted one: it is no matter of the file."""
    found = assignment(assignment_id)
    if found.is_planted:
        raise Http404
    return OfOrganiser(found.file_review, found)


def activities_for(person: Any) -> QuerySet[Activity]:
    """Return the activities a person may read."""
    within = policy.within_reach(person, "reviews.read_activity", "organiser")
    return Activity.objects.filter(within).select_related("organiser")


def files_for(person: Any, deed: str = "reviews.read_file") -> QuerySet[FileReview]:
    """Return the reviews of files a person may do a deed to; an officer's are those of their own cases alone.

    Files of a draw that another one replaced stand in no list.
    """
    wide = policy.within_reach(_WithoutOfficer(person), deed)
    own = policy.within_reach(person, deed) & theirs(person)
    found = FileReview.objects.filter(wide | own, in_force())
    return found.select_related("activity__organiser", "case", "body", "lead")


def in_force() -> Q:
    """Return the condition that keeps files which no later draw replaced."""
    return ~Q(draw__superseded_by__isnull=False)


def under_review() -> Q:
    """Return the condition that keeps files which count: in force and not taken out of a special or key review."""
    return in_force() & ~Q(state="taken_out")


def theirs(person: Any, way: str = "case") -> Q:
    """Return the condition that keeps the cases which a person leads or assists in. `way` leads to the case."""
    officer = officer_of(person)
    if officer is None:
        return Q(pk__in=[])
    return Q(**{f"{way}__lead": officer.pk}) | Q(**{f"{way}__second": officer.pk})


def readable_file(file_id: int, person: Any, deed: str = "reviews.read_file") -> FileReview:
    """Return the review of a file that a person may do a deed to. Raises Http404 for one that is not theirs."""
    if not files_for(person, deed).filter(pk=file_id).exists():
        raise Http404
    return file_review(file_id)


def rules_of(one: Activity) -> ReviewRules:
    """Return the rules pinned to an activity; read once for each activity in hand, a list of files asks often."""
    told, read = one.__dict__.get("_rules_read", (None, None))
    if read is None or told is not one.rules:
        told, read = one.rules, ReviewRules.model_validate(one.rules)
        one.__dict__["_rules_read"] = (told, read)
    found: ReviewRules = read
    return found


def counting_card(one: FileReview, round: int = 1) -> Card | None:
    """Return the brigade's card that counts for a round: the third reader's where one was asked, else the first's.

    None while it is not signed. Cards of planted assignments never count.
    """
    places = list(
        Assignment.objects.filter(
            file_review=one, level=2, round=round, is_planted=False, withdrawn_at__isnull=True, reader__in=(1, 3)
        )
        .select_related("card")
        .order_by("-reader")
    )
    card = getattr(places[0], "card", None) if places else None
    return card if card is not None and card.is_signed else None


def problems_of(one: FileReview, round: int = 1) -> list[CardLine]:
    """Return the problems and failed basic items of the card that counts for a round, in their order."""
    card = counting_card(one, round)
    if card is None:
        return []
    return list(card.lines.filter(removed_at__isnull=True, kind__in=("problem", "basic")))


def stored_files() -> Iterator[tuple[str, str]]:
    """Yield the digest of every stored file of populations and summaries, with what names it."""
    for pk, digest in Population.objects.order_by("pk").values_list("pk", "file"):
        yield digest, f"reviews.population {pk}"
    for pk, *digests in Summary.objects.order_by("pk").values_list("pk", "result", "inputs"):
        for digest in digests:
            yield digest, f"reviews.summary {pk}"


@dataclass(frozen=True, slots=True)
class _WithoutOfficer:
    """A person with the posts they hold besides that of an officer: what those reach is not limited to own cases."""

    person: Any
    is_authenticated: bool = True

    def posts_today(self) -> tuple[policy.PostLike, ...]:
        """Return the posts held today that are no officer's."""
        return tuple(post for post in policy.posts_of(self.person) if post.role != policy.Role.officer)


__all__ = [
    "OfOrganiser",
    "activities_for",
    "activity",
    "assignment",
    "assignment_of_organiser",
    "counting_card",
    "draw",
    "file_of_organiser",
    "file_review",
    "files_for",
    "in_force",
    "officer_of",
    "problems_of",
    "readable_file",
    "rules_of",
    "stored_files",
    "theirs",
    "under_review",
]
