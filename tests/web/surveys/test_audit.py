"""Each deed with surveys leaves its line; the address of a questionnaire stands in none."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from adapters.web_world import World
from zhiheng_web.audit.models import Line
from zhiheng_web.surveys.models import Questionnaire, Target

_QUESTION = {"kind": "text", "zh": "还有什么", "en": "Anything else", "purpose": "plain"}


@pytest.mark.parametrize(
    ("page", "form", "deed", "kind"),
    [
        ("targets/", {"bodies": "{A}"}, "write_questionnaire", "questionnaire"),
        ("questions/", _QUESTION, "write_questionnaire", "questionnaire"),
        ("questions/q3/remove/", {}, "write_questionnaire", "questionnaire"),
        ("weights/", {"weight_1": "60", "weight_2": "40"}, "write_questionnaire", "questionnaire"),
        ("publish/", {}, "publish_questionnaire", "questionnaire"),
    ],
)
def test_a_deed_with_a_draft_leaves_a_line(
    world: World, draft: Questionnaire, signed_in: Callable[[str, str], Client], page: str, form: dict[str, str],
    deed: str, kind: str,
) -> None:  # fmt: skip
    filled = {name: value.format(A=world.body("A").pk) for name, value in form.items()}
    assert signed_in("evaluation_office", "P").post(f"/surveys/{draft.pk}/{page}", filled).status_code == 303
    line = Line.objects.latest("sequence")
    assert (line.deed, line.actor_id) == (f"surveys.{deed}", world.person("evaluation_office", "P").pk)
    assert f"surveys.{kind}" in {change["kind"] for change in line.changes}


def test_closing_leaves_a_line_with_its_reason(
    world: World, published: Questionnaire, signed_in: Callable[[str, str], Client]
) -> None:
    client = signed_in("evaluation_office", "P")
    assert client.post(f"/surveys/{published.pk}/close/", {"reason": "期满"}).status_code == 303
    line = Line.objects.latest("sequence")
    assert (line.deed, line.reason) == ("surveys.close_questionnaire", "期满")


def test_a_call_leaves_a_line_without_the_answers(
    world: World, about_a: Target, signed_in: Callable[[str, str], Client]
) -> None:
    client = signed_in("interviewer", "P")
    client.post(f"/surveys/targets/{about_a.pk}/calls/", {"outcome": "answered", "q1": "5", "q3": "态度不好"})
    line = Line.objects.latest("sequence")
    assert (line.deed, [change["kind"] for change in line.changes]) == ("surveys.enter_call", ["surveys.calls"])
    assert "态度不好" not in str(line.content())


def test_no_address_of_a_questionnaire_stands_in_the_trail(published: Questionnaire) -> None:
    told = str([line.content() for line in Line.objects.all()])
    assert published.targets.count() == 2
    assert not any(target.token in told for target in published.targets.all())
