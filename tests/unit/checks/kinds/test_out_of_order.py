"""`out_of_order`: the table of steps in and out of order, by date and by time of day; every engine runs it."""

from __future__ import annotations

from pathlib import Path

from adapters.checked_ledgers import Told, case, checked, found_as_told, ledger, rule

LEDGER = ledger(
    case("in-order", "notified 2024-03-01", "decided 2024-03-10"),
    case("reversed", "notified 2024-03-10", "decided 2024-03-01"),
    case("same-date", "notified 2024-03-01", "decided 2024-03-01"),
    case("same-day-in-order", "notified 2024-03-01T09:00", "decided 2024-03-01T10:00"),
    case("same-day-reversed", "notified 2024-03-01T10:00", "decided 2024-03-01T09:00"),
    case("same-instant", "notified 2024-03-01T09:00", "decided 2024-03-01T09:00"),
    # A date without a time of day may be any time of that day: equal days are not out of order.
    case("time-against-the-same-date", "notified 2024-03-01T17:00", "decided 2024-03-01"),
    case("date-against-the-same-time", "notified 2024-03-01", "decided 2024-03-01T08:00"),
    case("time-against-an-earlier-date", "notified 2024-03-02T08:00", "decided 2024-03-01"),
    case("only-the-first-step", "notified 2024-03-01"),
    case("only-the-second-step", "decided 2024-03-01"),
    case("notified-again-later", "notified 2024-03-01", "decided 2024-03-10", "notified 2024-03-20"),
    case("decided-again-later", "decided 2024-03-01", "notified 2024-03-10", "decided 2024-03-20"),
    case("before-the-law", "decided 2021-07-14", "notified 2021-07-20"),
    case("on-the-first-day-of-the-law", "decided 2021-07-15", "notified 2021-07-20"),
    case("crosses-the-law-in-order", "notified 2021-07-10", "decided 2021-07-15"),
    case("without-penalty", "decided 2024-03-01", "notified 2024-03-10", "not_penalised 2024-03-01"),
    case("penalty-dropped-after-the-run", "decided 2024-03-01", "notified 2024-03-10", "not_penalised 2024-07-02"),
    case("revoked", "decided 2024-03-01", "notified 2024-03-10", "revoked 2024-04-01"),
    case("notified-after-the-run", "decided 2024-06-20", "notified 2024-07-02"),
    case("another-kind", "decided 2024-03-01", "notified 2024-03-10", kind="licence"),
    case("the-last-review", "reviewed 2024-03-01", "decided 2024-03-10", "reviewed 2024-03-15", cause="last"),
    case("annulled-before-it-was-decided", "decided 2024-03-05", cause="outcome"),
    case("annulled-afterwards", "decided 2024-02-05", cause="outcome"),
    case("not-annulled-yet", "decided 2024-07-15", cause="outcome"),
    outcomes=[
        {"outcome_id": f"W{number}", "case_id": one, "unit_id": "U1", "organ": "court", "result": "revoked"}
        | {"effective_at": at}
        for number, (one, at) in enumerate(
            (
                ("annulled-before-it-was-decided", "2024-03-01"),
                ("annulled-afterwards", "2024-03-01"),
                ("not-annulled-yet", "2024-07-01"),
            )
        )
    ],
)

CHECKS = [
    rule(
        "t-out-of-order-notice",
        "out_of_order",
        """
applies: {kind: penalty, lacks: [not_penalised]}
parameters: {first: notified, then: decided, unless: [revoked]}
versions: [{from: 2021-07-15, until: null, citation: penalty-law-62}]
""",
    ),
    rule(
        "t-out-of-order-last",
        "out_of_order",
        "applies: {cause: last}\nparameters: {first: {last: reviewed}, then: decided}",
    ),
    rule(
        "t-out-of-order-outcome",
        "out_of_order",
        "applies: {cause: outcome}\nparameters: {first: decided, then: {field: outcome}}",
    ),
    rule("t-out-of-order-unknown", "out_of_order", "parameters: {first: rubber_stamped, then: decided}"),
]


def _found(check: str, one: str, then: str, first: str, days: int, what: str = "notified") -> Told:
    """Return a finding: it occurs with the step that came too early, `days` before the one it should follow."""
    occurred = then.removesuffix("+08:00")
    return (check, one, "U1", occurred, None, str(days), None, {"from": then, "to": first, "what": what})


FOUND = [
    _found("t-out-of-order-notice", "reversed", "2024-03-01", "2024-03-10", 9),
    _found("t-out-of-order-notice", "same-day-reversed", "2024-03-01T09:00:00+08:00", "2024-03-01T10:00:00+08:00", 0),
    _found("t-out-of-order-notice", "time-against-an-earlier-date", "2024-03-01", "2024-03-02T08:00:00+08:00", 1),
    _found("t-out-of-order-notice", "decided-again-later", "2024-03-01", "2024-03-10", 9),
    _found("t-out-of-order-notice", "on-the-first-day-of-the-law", "2021-07-15", "2021-07-20", 5),
    _found("t-out-of-order-notice", "penalty-dropped-after-the-run", "2024-03-01", "2024-03-10", 9),
    _found("t-out-of-order-last", "the-last-review", "2024-03-10", "2024-03-15", 5, "reviewed"),
    _found("t-out-of-order-outcome", "annulled-before-it-was-decided", "2024-03-01", "2024-03-05", 4, "decided"),
]

EXAMINED = {
    # 21 cases, less two with one step, the old law, no penalty, revoked, notified after the run, the licence.
    "t-out-of-order-notice": 14,
    "t-out-of-order-last": 1,
    "t-out-of-order-outcome": 2,
    "t-out-of-order-unknown": None,
}


def test_it_finds_what_is_out_of_order_and_nothing_else(tmp_path: Path) -> None:
    found = checked(tmp_path, LEDGER, CHECKS)
    found_as_told(found, FOUND)
    assert found.examined == EXAMINED


def test_it_cannot_judge_by_outcomes_where_the_ledger_has_none(tmp_path: Path) -> None:
    tables = {name: rows for name, rows in LEDGER.items() if name != "outcomes"}
    assert checked(tmp_path, tables, CHECKS).examined["t-out-of-order-outcome"] is None
