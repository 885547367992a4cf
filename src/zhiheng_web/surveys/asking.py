"""The questions as a page draws them: numbered, with what was answered and what is wrong. It also times answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.core import signing

from zhiheng_web.lib import clock
from zhiheng_web.lib.words import Text
from zhiheng_web.surveys.questions import Given, Question

_SALT = "surveys.asking"


@dataclass(frozen=True, slots=True)
class Drawn:
    """A question on a page: each option with whether it is chosen, the words given, what is wrong."""

    number: int
    question: Question
    options: tuple[tuple[str, Text, bool], ...]
    words: str
    wrong: Text | None


def drawn(questions: Sequence[Question], given: Given, wrong: Mapping[str, Text]) -> list[Drawn]:
    """Return the questions with what was given so far (a form's `getlist`)."""
    found = []
    for number, one in enumerate(questions, 1):
        told = given(one.id)
        options = tuple((key, text, key in told) for key, text in one.options)
        words = told[0] if told and one.kind == "text" else ""
        found.append(Drawn(number, one, options, words, wrong.get(one.id)))
    return found


def begin(token: str) -> str:
    """Return a mark of when a page was given out, signed. It is compared and thrown away, never stored."""
    return signing.dumps([token, int(clock.now().timestamp())], salt=_SALT)


def seconds_since(mark: str, token: str) -> int | None:
    """Return how long ago the page was given out; None for a mark that is no one's, or another page's."""
    try:
        given_to, began = signing.loads(mark, salt=_SALT)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return int(clock.now().timestamp()) - began if given_to == token else None
