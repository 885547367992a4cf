"""The bureau's year of reviews from beginning to end: everybody's deeds in the order of their days."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from zhiheng_web.demonstration import review_plan, review_world
from zhiheng_web.demonstration.agenda import Agenda
from zhiheng_web.demonstration.cycles import at
from zhiheng_web.demonstration.people import PASSWORD
from zhiheng_web.demonstration.review_contests import Contests
from zhiheng_web.demonstration.review_further import Further
from zhiheng_web.demonstration.review_months import Months
from zhiheng_web.demonstration.review_supervision import Supervision
from zhiheng_web.demonstration.review_training import Training
from zhiheng_web.demonstration.review_year import Year
from zhiheng_web.lib import clock
from zhiheng_web.lib.words import Text

Tell = Callable[[Text], None]


def make(tell: Tell) -> None:
    """Make the bureau and let its year go by until yesterday."""
    tell(Text("云溪县公安局：案卷评查，一年", "county police bureau: a year of case-file review"))
    today = clock.today()
    first = review_plan.anchor_of(0, today) - timedelta(days=40)
    with clock.pretending(at(first)):
        world = review_world.make(PASSWORD, first, today + timedelta(days=366))
    agenda = Agenda(today - timedelta(days=1))
    training = Training(world, today)
    for part in (
        Year(world, today),
        Further(world, today),
        Months(world, today),
        training,
        Contests(world, today, training),
        Supervision(world, today),
    ):
        part.enter(agenda)
    agenda.go()
