"""`unqualified`: the table of those who acted without being entitled to; every engine runs it."""

from __future__ import annotations

from pathlib import Path

from adapters.checked_ledgers import Row, Told, case, checked, found_as_told, ledger, rule


def _officer(officer_id: str, role: str, number: str = "", until: str = "", qualified: str = "") -> Row:
    row = {"officer_id": officer_id, "unit_id": "U1", "name": officer_id, "role": role, "certificate_no": number}
    return {**row, "certificate_until": until, "legal_qualification": qualified}


def _by(lead: str = "", second: str = "", cause: str = "team") -> Row:
    return {"cause": cause, "lead_officer_id": lead, "second_officer_id": second}


DAY = "decided 2024-03-02"

LEDGER = ledger(
    case("two-officers", DAY, **_by("OFFICER", "UNENDING")),
    case("one-officer", DAY, **_by("OFFICER")),
    case("the-second-alone", DAY, **_by("", "OFFICER")),
    case("the-same-twice", DAY, **_by("OFFICER", "OFFICER")),
    case("nobody", DAY, **_by()),
    case("undecided", "filed 2024-03-02", **_by("OFFICER")),
    case("decided-after-the-run", "decided 2024-07-02", **_by("HELPER")),
    case("before-the-law", "decided 2021-07-14", **_by("HELPER")),
    case("on-the-first-day-of-the-law", "decided 2021-07-15", **_by("OFFICER")),
    case("led-by-a-helper", DAY, **_by("HELPER", "OFFICER", "role")),
    case("helped-by-a-helper", DAY, **_by("OFFICER", "HELPER", "role")),
    case("two-helpers", DAY, **_by("HELPER", "HELPER2", "role")),
    case("nobody-of-any-role", DAY, **_by(cause="role")),
    case("certified-without-end", DAY, **_by("UNENDING", "OFFICER", "paper")),
    case("on-the-last-day-of-the-certificate", "decided 2024-03-01", **_by("EXPIRED", "OFFICER", "paper")),
    case("the-day-after", "decided 2024-03-02T08:00", **_by("EXPIRED", "OFFICER", "paper")),
    case("the-second-expired", DAY, **_by("OFFICER", "EXPIRED", "paper")),
    case("without-a-certificate", DAY, **_by("UNCERTIFIED", "OFFICER", "paper")),
    case("neither-certified", DAY, **_by("EXPIRED", "UNCERTIFIED", "paper")),
    case("helper-has-none-to-lose", DAY, **_by("OFFICER", "HELPER", "paper")),  # another check finds the helper
    case("reviewed-by-the-lead", DAY, "reviewed 2024-03-01 by=OFFICER", **_by("OFFICER", "UNENDING", "review")),
    case("reviewed-by-the-second", DAY, "reviewed 2024-03-01 by=UNENDING", **_by("OFFICER", "UNENDING", "review")),
    case("reviewed-apart", DAY, "reviewed 2024-03-01 by=LAWYER", **_by("OFFICER", "UNENDING", "review")),
    case("reviewed-by-nobody", DAY, "reviewed 2024-03-01", **_by("OFFICER", "UNENDING", "review")),
    case("reviewed-in-a-case-of-nobody", DAY, "reviewed 2024-03-01 by=OFFICER", **_by(cause="review")),
    case(
        "reviewed-again-by-the-lead",
        *("reviewed 2024-02-01 by=LAWYER", "reviewed 2024-03-01 by=OFFICER"),
        **_by("OFFICER", "", "review"),
    ),
    case(
        "reviewed-by-the-lead-after-the-run",
        *("reviewed 2024-06-01 by=LAWYER", "reviewed 2024-07-01 by=OFFICER"),
        **_by("OFFICER", "", "review"),
    ),
    case("passed-by-a-lawyer", "legal_review_passed 2024-03-01 by=LAWYER"),
    case("passed-by-a-layman", "legal_review_passed 2024-03-01 by=LAYMAN"),
    case("passed-by-one-unknown", "legal_review_passed 2024-03-01 by=OFFICER"),  # the register leaves it open
    case("passed-by-nobody", "legal_review_passed 2024-03-01"),
    case("passed-by-a-layman-once", "legal_review_passed 2018-01-01", "legal_review_passed 2018-02-01 by=LAYMAN"),
    case("passed-before-the-law", "legal_review_passed 2017-12-31 by=LAYMAN"),
    officers=[
        _officer("OFFICER", "officer", "C1", "2024-12-31"),
        _officer("UNENDING", "officer", "C2"),
        _officer("EXPIRED", "officer", "C3", "2024-03-01"),
        _officer("UNCERTIFIED", "officer"),
        _officer("HELPER", "auxiliary"),
        _officer("HELPER2", "auxiliary"),
        _officer("LAWYER", "legal_reviewer", qualified="是"),
        _officer("LAYMAN", "legal_reviewer", qualified="否"),
    ],
)

CHECKS = [
    rule(
        "t-unqualified-two-officers",
        "unqualified",
        """
applies: {kind: penalty, cause: team}
parameters: {demands: two_officers, on: decided}
versions: [{from: 2021-07-15, until: null, citation: penalty-law-42}]
""",
    ),
    rule(
        "t-unqualified-auxiliary",
        "unqualified",
        "applies: {cause: role}\nparameters: {demands: officer_role, on: decided}",
    ),
    rule(
        "t-unqualified-certificate",
        "unqualified",
        "applies: {cause: paper}\nparameters: {demands: certificate, on: decided}",
    ),
    rule(
        "t-unqualified-reviewer",
        "unqualified",
        "applies: {cause: review}\nparameters: {demands: reviewer_apart, activity: reviewed}",
    ),
    rule(
        "t-unqualified-lawyer",
        "unqualified",
        """
parameters: {demands: legal_qualification, activity: legal_review_passed}
versions: [{from: 2018-01-01, until: null, citation: penalty-law-58}]
""",
    ),
]


def _found(check: str, one: str, at: str, what: str, **more: object) -> Told:
    """Return a finding of `what` was demanded; `related` the second person concerned, `due` the certificate's end."""
    due = more.pop("due", None)
    occurred = at.removesuffix("+08:00")
    assert due is None or isinstance(due, str)
    return (check, one, "U1", occurred, due, None, None, {"from": at, "what": what, **more})


_CERTIFICATE = "t-unqualified-certificate"

FOUND = [
    *(
        _found("t-unqualified-two-officers", one, "2024-03-02", "two_officers")
        for one in ("one-officer", "the-second-alone", "the-same-twice", "nobody")
    ),
    _found("t-unqualified-two-officers", "on-the-first-day-of-the-law", "2021-07-15", "two_officers"),
    _found("t-unqualified-auxiliary", "led-by-a-helper", "2024-03-02", "officer_role"),
    _found("t-unqualified-auxiliary", "helped-by-a-helper", "2024-03-02", "officer_role"),
    _found("t-unqualified-auxiliary", "two-helpers", "2024-03-02", "officer_role", related=["HELPER2"]),
    _found(_CERTIFICATE, "the-day-after", "2024-03-02T08:00:00+08:00", "certificate", due="2024-03-01"),
    _found(_CERTIFICATE, "the-second-expired", "2024-03-02", "certificate", due="2024-03-01"),
    _found(_CERTIFICATE, "without-a-certificate", "2024-03-02", "certificate"),
    _found(_CERTIFICATE, "neither-certified", "2024-03-02", "certificate", due="2024-03-01", related=["UNCERTIFIED"]),
    _found("t-unqualified-reviewer", "reviewed-by-the-lead", "2024-03-01", "reviewer_apart"),
    _found("t-unqualified-reviewer", "reviewed-by-the-second", "2024-03-01", "reviewer_apart"),
    _found("t-unqualified-reviewer", "reviewed-again-by-the-lead", "2024-02-01", "reviewer_apart"),
    _found("t-unqualified-lawyer", "passed-by-a-layman", "2024-03-01", "legal_qualification"),
    _found("t-unqualified-lawyer", "passed-by-one-unknown", "2024-03-01", "legal_qualification"),
    _found("t-unqualified-lawyer", "passed-by-a-layman-once", "2018-01-01", "legal_qualification"),
]

#: The officer that a finding names; where a step is judged, the lead of the case.
OFFICERS = {
    "one-officer": "OFFICER",
    "the-second-alone": None,
    "the-same-twice": "OFFICER",
    "nobody": None,
    "on-the-first-day-of-the-law": "OFFICER",
    "led-by-a-helper": "HELPER",
    "helped-by-a-helper": "HELPER",
    "two-helpers": "HELPER",
    "the-day-after": "EXPIRED",
    "the-second-expired": "EXPIRED",
    "without-a-certificate": "UNCERTIFIED",
    "neither-certified": "EXPIRED",
    "reviewed-by-the-lead": "OFFICER",
    "reviewed-by-the-second": "OFFICER",
    "reviewed-again-by-the-lead": "OFFICER",
    "passed-by-a-layman": None,
    "passed-by-one-unknown": None,
    "passed-by-a-layman-once": None,
}

EXAMINED = {
    "t-unqualified-two-officers": 6,
    "t-unqualified-auxiliary": 3,
    _CERTIFICATE: 7,
    "t-unqualified-reviewer": 7,
    "t-unqualified-lawyer": 5,
}


def test_it_finds_the_unqualified_and_nobody_else(tmp_path: Path) -> None:
    found = checked(tmp_path, LEDGER, CHECKS)
    found_as_told(found, FOUND)
    assert found.examined == EXAMINED
    assert {finding["case_id"]: finding["officer_id"] for finding in found.findings} == OFFICERS


def test_it_cannot_judge_certificates_where_no_officer_has_one(tmp_path: Path) -> None:
    officers = [{**row, "certificate_no": ""} for row in LEDGER["officers"]]
    found = checked(tmp_path, {**LEDGER, "officers": officers}, CHECKS)
    assert found.examined[_CERTIFICATE] is None
