"""`split`: the table of matters cut into several cases; every engine runs it."""

from __future__ import annotations

from pathlib import Path

from adapters.checked_ledgers import Told, case, checked, found_as_told, ledger, rule

NEAR = {"cause": "near"}
SUM = {"cause": "sum", "procedure": "summary", "party_kind": "citizen"}


def _of(party: str, place: str = "解放路1号") -> dict[str, str]:
    return {"party_id": party, "place": place}


LEDGER = ledger(
    case("alone", "filed 2024-03-01", **NEAR, **_of("P0")),
    case("same-day-a", "filed 2024-03-01", **NEAR, **_of("P1")),
    case("same-day-b", "filed 2024-03-01", **NEAR, **_of("P1")),
    case("week-a", "filed 2024-03-01", **NEAR, **_of("P2")),
    case("week-b", "filed 2024-03-08T09:00", **NEAR, **_of("P2")),  # 7 days
    case("week-c", "filed 2024-03-15", **NEAR, **_of("P2")),  # 7 days after the one before
    case("eight-days-a", "filed 2024-03-01", **NEAR, **_of("P3")),
    case("eight-days-b", "filed 2024-03-09", **NEAR, **_of("P3")),
    case("other-place-a", "filed 2024-03-01", **NEAR, **_of("P4")),
    case("other-place-b", "filed 2024-03-02", **NEAR, **_of("P4", "解放路2号")),
    # Blanks, wide letters and signs do not make another place.
    case("same-place-written-otherwise-a", "filed 2024-03-01", **NEAR, **_of("P5", "A座 101室")),
    case("same-place-written-otherwise-b", "filed 2024-03-02", **NEAR, **_of("P5", "Ａ座１０１室。")),
    case("no-party-a", "filed 2024-03-01", **NEAR, place="解放路1号"),
    case("no-party-b", "filed 2024-03-02", **NEAR, place="解放路1号"),
    case("no-place-a", "filed 2024-03-01", **NEAR, party_id="P6"),
    case("no-place-b", "filed 2024-03-02", **NEAR, party_id="P6"),
    case("unfiled-a", "filed 2024-03-01", **NEAR, **_of("P7")),
    case("unfiled-b", "decided 2024-03-02", **NEAR, **_of("P7")),
    case("to-come-a", "filed 2024-06-28", **NEAR, **_of("P8")),
    case("to-come-b", "filed 2024-07-01", **NEAR, **_of("P8")),
    case("other-cause-a", "filed 2024-03-01", **NEAR, **_of("P9")),
    case("other-cause-b", "filed 2024-03-02", cause="another", **_of("P9")),
    case("other-kind-a", "filed 2024-03-01", **NEAR, **_of("P10")),
    case("other-kind-b", "filed 2024-03-02", **NEAR, **_of("P10"), kind="licence"),
    case("merged-a", "filed 2024-03-01", **NEAR, **_of("P11")),
    case("merged-b", "filed 2024-03-02", "transferred 2024-03-03", **NEAR, **_of("P11")),
    # Fines of one day, each of at most 200 yuan.
    case("sum-a", "decided 2024-03-01T09:00", fine="120", **SUM, **_of("Q1")),
    case("sum-b", "decided 2024-03-01T10:00", fine="80.01", **SUM, **_of("Q1")),
    case("small-a", "decided 2024-03-01", fine="120", **SUM, **_of("Q2")),
    case("small-b", "decided 2024-03-01", fine="80", **SUM, **_of("Q2")),
    case("large-a", "decided 2024-03-01", fine="201", **SUM, **_of("Q3")),
    case("large-b", "decided 2024-03-01", fine="150", **SUM, **_of("Q3")),
    case("three-a", "decided 2024-03-01", fine="100", **SUM, **_of("Q4")),
    case("three-b", "decided 2024-03-01", fine="60", **SUM, **_of("Q4")),
    case("three-c", "decided 2024-03-01", fine="50", **SUM, **_of("Q4")),
    case("unfined-a", "decided 2024-03-01", fine="150", **SUM, **_of("Q5")),
    case("unfined-b", "decided 2024-03-01", **SUM, **_of("Q5")),
    case("party-kind-unknown-a", "decided 2024-03-01", fine="150", cause="sum", **_of("Q6")),
    case("party-kind-unknown-b", "decided 2024-03-01", fine="150", cause="sum", **_of("Q6")),
    case("old-law-a", "decided 2021-07-14", fine="30", **SUM, **_of("Q7")),
    case("old-law-b", "decided 2021-07-14", fine="30", **SUM, **_of("Q7")),
    case("next-day-a", "decided 2024-03-01", fine="150", **SUM, **_of("Q8")),
    case("next-day-b", "decided 2024-03-02", fine="150", **SUM, **_of("Q8")),
)

CHECKS = [
    rule(
        "t-split-near",
        "split",
        """
applies: {kind: penalty, cause: near}
parameters: {same: [party_id, cause, place_key], within: {days: 7}, by: filed, unless: [transferred]}
""",
    ),
    rule(
        "t-split-sum",
        "split",
        """
applies: {cause: sum}
parameters: {same: [party_id, cause], within: {days: 0}, by: decided}
versions:
- {from: 1996-10-01, until: 2021-07-15, citation: penalty-law-2017-33, parameters: {threshold: {citizen: 50.01}}}
- {from: 2021-07-15, until: null, citation: penalty-law-51, parameters: {threshold: {citizen: 200.01}}}
""",
    ),
    rule(
        "t-split-item",
        "split",
        "parameters: {same: [power_item_id], within: {days: 7}, by: filed}",
    ),
]


def _near(one: str, before: str, start: str, end: str, days: int) -> Told:
    detail = {"from": start, "related": [before], "to": end, "what": "party_id+cause+place_key"}
    return ("t-split-near", one, "U1", end.removesuffix("+08:00"), None, str(days), "7", detail)


def _sum(one: str, before: str, start: str, end: str, together: str) -> Told:
    detail = {"from": start, "related": [before], "to": end, "value": together, "what": "party_id+cause"}
    return ("t-split-sum", one, "U1", end.removesuffix("+08:00"), None, "0", "0", detail)


#: `measured`: the days since the case before; `value`: the fines together.
FOUND = [
    _near("same-day-b", "same-day-a", "2024-03-01", "2024-03-01", 0),
    _near("week-b", "week-a", "2024-03-01", "2024-03-08T09:00:00+08:00", 7),
    _near("week-c", "week-b", "2024-03-08T09:00:00+08:00", "2024-03-15", 7),
    _near("same-place-written-otherwise-b", "same-place-written-otherwise-a", "2024-03-01", "2024-03-02", 1),
    # 120 + 80.01; 100 + 60 + 50: of one day, whatever the hour, every case after the first.
    _sum("sum-b", "sum-a", "2024-03-01T09:00:00+08:00", "2024-03-01T10:00:00+08:00", "200.01"),
    _sum("three-b", "three-a", "2024-03-01", "2024-03-01", "210"),
    _sum("three-c", "three-b", "2024-03-01", "2024-03-01", "210"),
    _sum("old-law-b", "old-law-a", "2021-07-14", "2021-07-14", "60"),
]

EXAMINED = {
    # 26 cases, less: no party (2), no place (2), unfiled, to come, transferred, the licence, another cause.
    "t-split-near": 17,
    "t-split-sum": 13,  # 17, less: 201 yuan, unfined, party kind unknown (2)
    "t-split-item": None,
}


def test_it_finds_matters_that_were_split_and_nothing_else(tmp_path: Path) -> None:
    found = checked(tmp_path, LEDGER, CHECKS)
    found_as_told(found, FOUND)
    assert found.examined == EXAMINED
