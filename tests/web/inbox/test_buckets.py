"""The inbox sorts what waits by how it stands with its day; nothing stands in two buckets."""

from datetime import date

from zhiheng_web.inbox.queries import bucket_of, buckets
from zhiheng_web.lib.duties import Duty
from zhiheng_web.lib.words import Text

# Friday; the working days after it are 23, 24, 25, 26 November.
TODAY = date(2026, 11, 20)


def _duty(key: str, due: date | None, state: str = "todo") -> Duty:
    return Duty(key, Text("核实", "verify"), None, "/", due, Text("依据", "basis"), state=state)  # type: ignore[arg-type]


def test_it_calls_yesterday_overdue_whatever_the_state() -> None:
    assert bucket_of(_duty("a", date(2026, 11, 19), "returned"), TODAY) == "overdue"


def test_it_counts_three_working_days_as_near() -> None:
    assert bucket_of(_duty("a", date(2026, 11, 25)), TODAY) == "near"  # 23, 24, 25: three
    assert bucket_of(_duty("a", date(2026, 11, 26)), TODAY) == "todo"  # 23, 24, 25, 26: four


def test_it_leaves_what_waits_for_others_apart() -> None:
    assert bucket_of(_duty("a", date(2026, 11, 19), "waiting"), TODAY) == "waiting"


def test_it_shows_every_duty_once_and_no_empty_bucket() -> None:
    duties = [
        _duty("a", date(2026, 11, 19)),
        _duty("b", None),
        _duty("c", None, "review"),
        _duty("d", None, "returned"),
    ]
    found = buckets(duties, TODAY)
    assert [bucket.key for bucket in found] == ["overdue", "returned", "review", "todo"]
    assert sorted(duty.key for bucket in found for duty in bucket.duties) == ["a", "b", "c", "d"]
