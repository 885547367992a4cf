"""What each fictional unit has to show: a city or detachment with its problems, statements and surveys, as data.

Every name is invented. `faults` are verified problems by rule and count; `stated` and `verified` are answers to rules
(自评 and 核实) that differ from “nothing to report”; `silent` are rules on which the unit reports nothing at all.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Survey:
    """Two surveys of public satisfaction: questionnaire and telephone, each (respondents, satisfied)."""

    questionnaire: tuple[int, int]
    telephone: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Profile:
    """A unit under evaluation.

    `squads` gives the number of officers in each detachment below it; empty: its officers stand in the unit itself.
    `expired` counts officers of the last squad whose certificate has run out; `acts_uncertified`: one of them handles
    cases all the same. `late_in_hundred` ordinary cases are decided after their limit; none is filed after
    `last_filing` (month, day).
    """

    unit_id: str
    name: str
    kind: str
    squads: tuple[int, ...] = ()
    faults: Mapping[str, int] = field(default_factory=dict)
    stated: Mapping[str, str] = field(default_factory=dict)
    verified: Mapping[str, str] = field(default_factory=dict)
    silent: frozenset[str] = frozenset()
    survey: Survey | None = None
    expired: int = 0
    acts_uncertified: bool = False
    late_in_hundred: int = 0
    last_filing: tuple[int, int] = (10, 23)


_CONTENT = Survey((400, 368), (200, 182))  # 550 / 600 = 91.67 %
_BUREAU = "城市管理和综合执法局"
_YES = "是"

CITIES: tuple[Profile, ...] = (
    Profile(  # nothing deducted, all bonuses reached or capped
        "YL01", f"澄川市{_BUREAU}", "prefecture_city", (12, 12, 10),
        stated={"B01-a": "1", "B02-a": "1", "B02-b": "3", "B03-a": "1", "B03-b": "1", "B04-a": "8", "D10-2-a": "6"},
        verified={"B01-a": "1", "B02-b": "3", "D10-4-a": "78%", "D01-3": "exempt"},
        survey=Survey((500, 481), (300, 285)),
    ),
    Profile(  # 7 × 0.2 = 1.4
        "YL02", f"望舒市{_BUREAU}", "prefecture_city", (12, 10, 10),
        faults={"D03-2-a": 7, "D09-2-a": 2}, stated={"B01-a": "2", "B04-a": "4", "B03-b": "1"},
        verified={"B01-a": "2", "D10-4-a": "71%"}, survey=_CONTENT,
    ),
    Profile(  # 450 / 600 = exactly 75 %: two bands claim it (HN-AMB-01)
        "YL03", f"雁屿市{_BUREAU}", "prefecture_city", (12, 10),
        faults={"D04-1-a": 2, "D09-3-b": 4}, stated={"B04-a": "6", "D02-3-b": "2;4"},
        verified={"D10-4-a": "64%"}, survey=Survey((400, 296), (200, 154)),
    ),
    Profile(  # one squad at 19 / 20 = exactly 95 %, which passes (HN-AMB-04); one case decided late
        "YL04", f"鹿吟市{_BUREAU}", "prefecture_city", (10, 20),
        faults={"D03-1-a": 1, "D05-3-a": 2, "D11-1-a": 1}, stated={"B02-b": "1", "B04-a": "3"},
        verified={"D10-4-a": "66%"}, survey=_CONTENT, expired=1, late_in_hundred=10,
    ),
    Profile(  # one squad at 9 / 10 = 90 %, and an officer acts with an expired certificate
        "YL05", f"听涛市{_BUREAU}", "prefecture_city", (12, 12, 10),
        faults={"D06-3-a": 2, "D09-2-a": 3}, stated={"B04-a": "5"},
        verified={"D10-4-a": "62%"}, survey=_CONTENT, expired=1, acts_uncertified=True,
    ),
    Profile(  # states less than was found, and a satisfaction that the surveys contradict
        "YL06", f"枫岫市{_BUREAU}", "prefecture_city", (12, 10),
        faults={"D09-2-a": 5, "D03-2-a": 4}, stated={"D09-2-a": "2", "D08-2-a": "92%", "D02-4-a": "0", "B04-a": "6"},
        verified={"D10-4-a": "58%", "D02-4-a": "1"}, survey=Survey((400, 322), (200, 160)),
    ),
    Profile(  # the poor one: caps reached, alternatives and exclusions at work
        "YL07", f"霁城市{_BUREAU}", "prefecture_city", (10, 10, 12),
        faults={"D03-2-a": 13, "D04-1-a": 6, "D04-3-a": 5, "D05-3-a": 7, "D09-2-a": 12, "D09-3-b": 11, "D11-1-a": 3,
                "D12-1-a": 3, "D06-3-a": 4},
        stated={"D02-1-a": _YES, "D05-1-2-a": _YES, "D05-1-2-b": "1;2;", "D07-3-a": _YES, "D07-3-b": _YES,
                "D07-3-c": _YES, "D08-1-b": _YES, "D08-3-a": _YES, "D05-2-a": "1;2;3;4;5;", "D10-2-a": "0"},
        verified={"D10-4-a": "44%", "D05-1-2-a": _YES, "D07-3-a": _YES},
        survey=Survey((400, 186), (200, 102)), expired=3, acts_uncertified=True, late_in_hundred=35,
    ),
    Profile(  # problems that are pending or were rejected stand beside those that count (see statements.UNSETTLED)
        "YL08", f"砚河市{_BUREAU}", "prefecture_city", (12, 10),
        faults={"D03-2-a": 3}, stated={"B01-a": "3", "B04-a": "2"},
        verified={"B01-a": "3", "D10-4-a": "60%"}, survey=_CONTENT,
    ),
    Profile(  # the incomplete one: five rules without any input, and no survey
        "YL09", f"锦浔市{_BUREAU}", "prefecture_city", (10, 10),
        faults={"D09-2-a": 1}, stated={"B04-a": "1"},
        silent=frozenset({"D02-4-a", "D06-1-a", "D06-2-a", "D10-4-a", "D11-1-a"}),
    ),
    Profile(
        "YL10", f"云帆市{_BUREAU}", "prefecture_city", (12, 12),
        faults={"D04-3-a": 2, "D09-1-b": 3, "D09-2-a": 4}, stated={"B03-b": "1", "B04-a": "4"},
        verified={"D10-4-a": "67%"}, survey=Survey((400, 344), (200, 170)),
    ),
    Profile(
        "YL11", f"碧岑市{_BUREAU}", "prefecture_city", (10, 10, 10),
        faults={"D03-1-a": 2, "D06-6-b": 1, "D09-3-b": 6}, stated={"D07-3-c": _YES, "B04-a": "3", "D10-2-a": "1"},
        verified={"D10-4-a": "53%"}, survey=_CONTENT,
    ),
    Profile(
        "YL12", f"松漪市{_BUREAU}", "prefecture_city", (12, 10),
        faults={"D05-1-3-b": 1, "D09-2-a": 2}, stated={"D01-3-b": _YES, "B02-b": "2", "B04-a": "6"},
        verified={"D10-4-a": "69%"}, survey=Survey((400, 352), (200, 174)),
    ),
    Profile(
        "YL13", f"远岚市{_BUREAU}", "prefecture_city", (10, 12),
        faults={"D09-2-a": 6, "D12-1-a": 1, "D03-2-a": 2}, stated={"D04-2-b": _YES, "B04-a": "2"},
        verified={"D10-4-a": "61%"}, survey=Survey((400, 318), (200, 152)),
    ),
    Profile(  # an autonomous prefecture: D07-3 does not apply to it (HN-AMB-12)
        "YL14", "青漪自治州住房和城乡建设局", "autonomous_prefecture", (10, 10),
        faults={"D03-2-a": 2, "D09-1-b": 2}, stated={"B01-a": "2", "B03-a": "1", "B04-a": "5"},
        verified={"B01-a": "2", "D10-4-a": "65%"}, survey=_CONTENT,
    ),
)  # fmt: skip
"""Thirteen cities and an autonomous prefecture of 云岚省, a province that does not exist."""

DETACHMENTS: tuple[Profile, ...] = (
    Profile(  # excellent, with documents promoted and two problems tolerated
        "LG01", "岚港市市政公用设施执法支队", "municipal_facilities",
        faults={"DED-FILE-BASIC": 3, "DED-CONDUCT": 1}, stated={"BON-DOC-BUREAU": "2", "BON-DOC-GOV": "1"},
        last_filing=(8, 28),
    ),
    Profile(  # a cap reached, two problems tolerated, and a statement that the findings contradict
        "LG02", "岚港市城市园林绿化执法支队", "landscaping",
        faults={"DED-FILE-BASIC": 11, "DED-CONDUCT": 4}, stated={"BON-DOC-BUREAU": "1", "DED-CONDUCT": "1"},
    ),
    Profile(  # a decision revoked by a court: veto V4, the score is kept
        "LG03", "岚港市城市违法建筑执法支队", "illegal_building",
        faults={"DED-FILE-BASIC": 2}, last_filing=(8, 28),
    ),
)  # fmt: skip
"""Three detachments of the corps of 岚港市, a municipality that does not exist."""

ABOVE: tuple[tuple[str, str], ...] = (
    ("YL00", "云岚省住房和城乡建设厅（虚构）"),
    ("LG00", "岚港市城市管理综合行政执法总队（虚构）"),
)
"""The province and the corps: they stand above the units evaluated and have no data of their own."""

EVERYONE: tuple[Profile, ...] = (*CITIES, *DETACHMENTS)


def superior_of(profile: Profile) -> str:
    """Return the id of the province or corps above a unit."""
    return ABOVE[0 if profile in CITIES else 1][0]


def squad_ids(profile: Profile) -> tuple[str, ...]:
    """Return the units in which a profile's officers serve and cases are handled: its squads, or itself."""
    return tuple(f"{profile.unit_id}-{number}" for number in range(1, len(profile.squads) + 1)) or (profile.unit_id,)
