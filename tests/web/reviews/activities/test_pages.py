"""The pages of activities and files: every number opens its files, forms make and change, nobody sees another's."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from adapters.web_reviews import make_activity, make_cases, make_draft
from adapters.web_world import World
from zhiheng_web.lib import clock
from zhiheng_web.reviews.models import Activity

SignIn = Callable[[str, str], Client]


def _url(name: str, *args: Any) -> str:
    return reverse(f"reviews:{name}", args=args)


def test_it_makes_an_activity_on_one_page(world: World, signed_in: SignIn) -> None:
    office = signed_in("evaluation_office", "P")
    assert office.get(_url("open_activity")).status_code == 200
    told = {
        "organiser": world.body("P").pk,
        "kind": "complete",
        "scheme_id": "wuxue-file-review",
        "title": "全面评查",
        "period_from": "2026-01-01",
        "last_day": "2026-12-31",
        "bodies": [str(world.body("A").pk)],
        "option_unmended_factor": "3",
    }
    wrong = office.post(_url("open_activity"), told | {"last_day": "2025-01-01"})
    assert wrong.status_code == 422 and "早于第一天" in wrong.content.decode()
    made = office.post(_url("open_activity"), told)
    one = Activity.objects.get()
    assert made.headers["Location"] == _url("activity", one.pk)
    assert one.options["unmended_factor"] == "3" and one.period_to == date(2027, 1, 1)
    begun = office.post(_url("begin_activity", one.pk), {"version": one.version}, follow=True)
    assert "评查已开始" in begun.content.decode()


def test_it_changes_settings_rules_and_items_of_a_draft(world: World, signed_in: SignIn) -> None:
    office, one = signed_in("evaluation_office", "P"), make_draft(world)
    form = office.get(_url("rules", one.pk)).context["form"]
    told = {name: form[name].value() for name in form.fields}
    told = {name: value for name, value in told.items() if value is not None and value is not False}
    told |= {"readers": "2", "violation_late": "2", "probability": "0.9", "reminders_days": "5，2"}
    assert office.post(_url("rules", one.pk), told).status_code == 303
    one.refresh_from_db()
    assert one.rules["readers"] == 2 and one.rules["violations"]["late"] == "2"
    assert one.rules["reminders_days"] == [5, 2] and one.rules["month"]["probability"] == "0.9"
    page = office.get(_url("card_items", one.pk))
    data: dict[str, Any] = {"version": one.version}
    for _, sheet in page.context["sheets"]:
        data |= {
            f"{sheet.prefix}-TOTAL_FORMS": sheet.total_form_count(),
            f"{sheet.prefix}-INITIAL_FORMS": sheet.initial_form_count(),
        }
        for row in sheet:
            data |= {row[name].html_name: row[name].value() or "" for name in row.fields}
    assert data["WX-BINDING-0-id"] == "B1"
    data |= {"WX-BINDING-0-zh": "", "WX-BINDING-1-max": "2"}
    assert office.post(_url("card_items", one.pk), data).status_code == 303
    one.refresh_from_db()
    binding = one.rules["aspects"][5]["items"]
    assert [item["id"] for item in binding] == ["B2", "B3", "BG1"] and binding[0]["max"] == "2"
    data |= {"version": one.version, "WX-BINDING-1-min": "9"}
    assert office.post(_url("card_items", one.pk), data).status_code == 422


def test_it_shows_a_progress_whose_every_number_opens_its_files(world: World, signed_in: SignIn) -> None:
    one = make_activity(world, cases=2, closed_on=clock.today() - timedelta(days=70))
    office = signed_in("evaluation_office", "P")
    page = office.get(_url("activity", one.pk))
    figures = [*page.context["summary"], *(figure for row in page.context["rows"] for figure in row.figures)]
    figures += [figure for step in page.context["steps"] for figure in (step.here, step.late)]
    assert {figure.number for figure in figures} >= {0, 2, 4}
    for figure in figures:
        assert office.get(figure.href).context["listing"].total == figure.number, figure
    assert office.get(_url("files") + f"?activity={one.pk}&violation=not_submitted").context["listing"].total == 4


def test_it_filters_files_by_officer_reviewer_and_case(world: World, signed_in: SignIn) -> None:
    one = make_activity(world, cases=3, officers=3, files="second_level")
    office = signed_in("evaluation_office", "P")

    def found(query: str) -> int:
        return int(office.get(f"{_url('files')}?{query}").context["listing"].total)

    assert found("officer=A-02") == 1
    assert found(f"reviewer={world.person('reviewer', 'P').pk}") == 6
    assert found("case=B-案-001") == 1
    assert found("body=A&state=at_brigade") == 3
    assert found("violation=no_first_level") == 6 and found("violation=late") == 0
    assert found("class=not_strict") == 0
    assert office.get(f"{_url('files')}?export=csv&activity={one.pk}").status_code == 200


def test_it_lists_files_in_a_bounded_number_of_queries(
    world: World, signed_in: SignIn, django_assert_max_num_queries: Any
) -> None:
    make_activity(world, cases=9, files="second_level")
    office = signed_in("evaluation_office", "P")
    office.get(_url("files"))
    with django_assert_max_num_queries(22):
        office.get(_url("files"))


def test_it_submits_the_ticked_files_of_the_unit(world: World, signed_in: SignIn) -> None:
    one = make_activity(world, cases=3, bodies=("A",))
    unit = signed_in("legal_officer", "A")
    page = unit.get(_url("due_files"))
    rows = page.context["rows"]
    assert len(rows) == 3
    unit.post(_url("submit_files"), {"file": [rows[0].pk, rows[1].pk]})
    assert one.files.filter(state="first_level").count() == 2
    unit.post(_url("submit_file", rows[2].pk))
    assert one.files.filter(state="first_level").count() == 3
    assert "没有待送评的案卷" in unit.get(_url("due_files")).content.decode()


def test_it_shows_a_file_with_its_timeline_and_what_comes_next(world: World, signed_in: SignIn) -> None:
    one = make_activity(world, cases=1, bodies=("A",), files="second_level").files.get()
    page = signed_in("evaluation_office", "P").get(_url("file", one.pk)).content.decode()
    assert "下一步" in page and "阅卷评查" in page and "法制员未先期考评" in page
    unit = signed_in("legal_officer", "A").get(_url("file", one.pk)).content.decode()
    assert "reviewer P" not in unit  # the unit learns who read it with the notice
    english = signed_in("evaluation_office", "P").get(_url("file", one.pk) + "?lang=en").content.decode()
    assert "What happened" in english


def test_it_shows_the_panels_of_other_stages_on_the_page_of_a_file(world: World, signed_in: SignIn) -> None:
    one = make_activity(world, cases=1, bodies=("A",), files="first_level").files.get()
    place = one.assignments.get(level=1)
    page = signed_in("legal_officer", "A").get(_url("file", one.pk)).content.decode()
    assert "考评卡" in page and reverse("reviews:card", args=[place.pk]) in page


def test_it_shows_its_reviews_on_the_page_of_a_case(world: World, signed_in: SignIn) -> None:
    one = make_activity(world, cases=2, bodies=("A",), officers=2).files.get(lead__code="A-01")
    for role, code in (("evaluation_office", "P"), ("legal_officer", "A"), ("officer", "A")):
        page = signed_in(role, code).get(reverse("cases:case", args=[one.case_id])).content.decode()
        assert _url("file", one.pk) in page, role


def test_it_shows_a_file_to_nobody_else(world: World, signed_in: SignIn) -> None:
    activity = make_activity(world, cases=2, bodies=("A",), officers=2)
    first = activity.files.get(lead__code="A-01")
    second = activity.files.get(lead__code="A-02")
    officer = signed_in("officer", "A")
    assert officer.get(_url("file", first.pk)).status_code == 200
    assert officer.get(_url("file", second.pk)).status_code == 404
    assert signed_in("legal_officer", "B").get(_url("file", first.pk)).status_code == 403


def test_it_withholds_names_from_reviewers_of_a_blind_activity(world: World, signed_in: SignIn) -> None:
    one = make_activity(world, cases=1, bodies=("A",), files="second_level", blind=True).files.get()
    page = signed_in("reviewer", "P").get(_url("file", one.pk)).content.decode()
    assert "隐名" in page and "民警A1" not in page and "甲一市" not in page
    listed = signed_in("reviewer", "P").get(_url("files")).content.decode()
    assert "民警A1" not in listed
    assert "民警A1" in signed_in("evaluation_office", "P").get(_url("file", one.pk)).content.decode()


def test_it_chooses_cases_from_a_filtered_list(world: World, signed_in: SignIn) -> None:
    one = make_activity(world, kind="special", submission=None, levels=1, cases=0, bodies=("A", "B"))
    cases = make_cases(world, "A", 2) + make_cases(world, "B", 1)
    office = signed_in("evaluation_office", "P")
    assert office.get(_url("choose_cases", one.pk) + "?body=A").context["listing"].total == 2
    bare = office.post(_url("choose_cases", one.pk), {"case": [cases[0].pk], "because": ""})
    assert bare.status_code == 422
    office.post(_url("choose_cases", one.pk), {"case": [cases[0].pk, cases[2].pk], "because": "信访反映"})
    assert one.files.count() == 2
    assert office.get(_url("choose_cases", one.pk)).context["listing"].total == 1


@pytest.mark.parametrize("name", ["activities", "files", "due_files", "draws", "open_activity"])
def test_it_says_what_to_do_where_nothing_is_yet(world: World, signed_in: SignIn, name: str) -> None:
    role, code = ("legal_officer", "A") if name == "due_files" else ("evaluation_office", "P")
    for language in ("zh", "en"):
        assert signed_in(role, code).get(f"{_url(name)}?lang={language}").status_code == 200
