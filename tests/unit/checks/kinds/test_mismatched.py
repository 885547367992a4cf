"""`mismatched`: the table of payments and publications that do not fit the decision; every engine runs it."""

from __future__ import annotations

from pathlib import Path

from adapters.checked_ledgers import Told, case, checked, found_as_told, ledger, rule

CLOSED = "closed 2024-03-20"

LEDGER = ledger(
    case("paid-in-full", CLOSED, fine="500", paid="500"),
    case("unpaid", CLOSED, fine="500"),
    case("paid-nothing", CLOSED, fine="500", paid="0"),
    case("a-cent-short", CLOSED, fine="500", paid="499.99"),
    case("with-surcharge", CLOSED, fine="500", paid="650"),
    # The surcharge is at most the fine: 500 + 500.
    case("with-all-of-it", CLOSED, fine="500", paid="1000"),
    case("a-cent-too-much", "closed 2024-03-20T10:00", fine="500", paid="1000.01"),
    case("with-confiscation", CLOSED, fine="500", confiscated="300", paid="1300"),
    case("more-than-confiscated", CLOSED, fine="500", confiscated="300", paid="1301"),
    case("no-fine", CLOSED, paid="100"),
    case("fine-of-nothing", CLOSED, fine="0", paid="100"),
    case("not-closed", "decided 2024-03-20", fine="500"),
    case("closed-after-the-run", "closed 2024-07-01", fine="500"),
    case("by-instalments", CLOSED, "instalments_approved 2024-03-01", fine="500", paid="100"),
    case("revoked", CLOSED, "revoked 2024-03-10", fine="500"),
    case("revoked-after-the-run", CLOSED, "revoked 2024-07-10", fine="500"),
    case("another-kind", CLOSED, fine="500", kind="compulsion"),
    case("old-law", "closed 2021-07-14", fine="500", paid="400"),
    case("published-and-decided", "decided 2024-03-01", "published 2024-03-05"),
    case("published-never-decided", "filed 2024-03-01", "published 2024-03-05T08:30"),
    case("published-and-decided-after-the-run", "published 2024-06-05", "decided 2024-07-01"),
    case("published-after-the-run", "published 2024-07-05"),
    case("published-and-withdrawn", "published 2024-03-05", "withdrawn 2024-03-06"),
    case("published-before-it-was-decided", "published 2024-03-05", "decided 2024-03-08"),  # out of order, it fits
)

CHECKS = [
    rule(
        "t-mismatched-payment",
        "mismatched",
        """
applies: {kind: penalty, lacks: [instalments_approved]}
parameters: {between: payment, unless: [revoked]}
versions: [{from: 2021-07-15, until: null, citation: penalty-law-72}]
""",
    ),
    rule("t-mismatched-publication", "mismatched", "parameters: {between: publication, unless: [withdrawn]}"),
]


def _payment(one: str, what: str, paid: str, limit: str, at: str = "2024-03-20") -> Told:
    return ("t-mismatched-payment", one, "U1", at[:19], None, paid, limit, {"from": at, "what": what})


def _publication(one: str, at: str) -> Told:
    return ("t-mismatched-publication", one, "U1", at[:19], None, None, None, {"from": at, "what": "undecided"})


#: `measured`: what was paid; `limit`: the fine that it does not reach, or the most that could be due.
FOUND = [
    _payment("unpaid", "unpaid", "0", "500"),
    _payment("paid-nothing", "unpaid", "0", "500"),
    _payment("a-cent-short", "underpaid", "499.99", "500"),
    _payment("a-cent-too-much", "overpaid", "1000.01", "1000", "2024-03-20T10:00:00+08:00"),
    _payment("more-than-confiscated", "overpaid", "1301", "1300"),  # 500 + 500 + 300
    _payment("revoked-after-the-run", "unpaid", "0", "500"),
    _publication("published-never-decided", "2024-03-05T08:30:00+08:00"),
    _publication("published-and-decided-after-the-run", "2024-06-05"),
]

EXAMINED = {
    # 18, less: no fine (2), not closed (2), instalments, revoked, another kind, the old law.
    "t-mismatched-payment": 10,
    "t-mismatched-publication": 4,
}


def test_it_finds_what_does_not_fit_and_nothing_else(tmp_path: Path) -> None:
    found = checked(tmp_path, LEDGER, CHECKS)
    found_as_told(found, FOUND)
    assert found.examined == EXAMINED


def test_it_cannot_judge_payments_where_none_is_entered(tmp_path: Path) -> None:
    cases = [{name: value for name, value in row.items() if name != "paid"} for row in LEDGER["cases"]]
    assert checked(tmp_path, {**LEDGER, "cases": cases}, CHECKS).examined["t-mismatched-payment"] is None
