"""A scorecard changed behind the application's back is found by the verification of the trail."""

from django.db import connection

from adapters.web_cycles import make_cycle
from adapters.web_world import World
from zhiheng_web.audit.verification import verify


def test_it_finds_a_score_that_was_changed_in_the_database(world: World) -> None:
    make_cycle(world)
    assert verify().is_whole
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE evaluations_card SET score = score + 1 WHERE id = (SELECT MIN(id) FROM evaluations_card)"
        )
    (problem,) = verify().problems
    assert (problem.code, problem.place.split()[0]) == ("batch", "evaluations.cards")
