"""Commitments: what is published before the seed, how it is read again, what is refused."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from zhiheng.domain.canonical import canonical_json
from zhiheng.domain.refusals import Refusal
from zhiheng.sampling import (
    Exclusion,
    Population,
    commit,
    parse_commitment,
    population_digest,
    read_commitment,
    read_exclusions,
)

IDS = tuple(f"C-{number:02}" for number in range(12))
PEOPLE = Population(IDS, dict(zip(IDS, "甲甲乙" * 4, strict=True)), "单位", dict.fromkeys(IDS, Decimal(2)), "风险")
DAY = date(2026, 11, 19)


def promise(people: Population = PEOPLE, **changes: Any) -> Any:
    told: dict[str, Any] = {"seed_source": "双色球 2026133 期红球", "seed_not_before": DAY}
    return commit(people, **{**told, **changes})


def test_it_states_everything_that_a_draw_goes_by() -> None:
    told = promise(exclusions=[Exclusion("C-11", "正在复议")], size=3, seed_form="2026133-######").sheet()
    assert told["format"] == "zhiheng-population/1"
    assert told["population_digest"] == population_digest(IDS[:11])
    assert told["population"] == 11
    # C-02, C-05, C-08 and C-11 are of 乙; one of them is left out
    assert told["strata"]["counts"] == [{"stratum": "乙", "members": 3}, {"stratum": "甲", "members": 8}]
    assert told["weights"]["digest"] == hashlib.sha256("\n".join(f"{one}\t2" for one in IDS[:11]).encode()).hexdigest()
    assert told["exclusions"] == [{"id": "C-11", "reason": "正在复议"}]
    assert (told["size"], told["seed_form"]) == (3, "2026133-######")
    assert (told["seed_source"], told["seed_not_before"]) == ("双色球 2026133 期红球", "2026-11-19")


def test_it_digests_the_canonical_json_of_its_body() -> None:
    one = promise()
    body = {name: value for name, value in one.sheet().items() if name != "digest"}
    assert one.sheet()["digest"] == one.digest == "sha256:" + hashlib.sha256(canonical_json(body)).hexdigest()
    assert json.loads(one.canonical()) == one.sheet()


def test_it_writes_instants_in_the_time_of_china() -> None:
    at = datetime(2026, 11, 19, 13, 15, tzinfo=UTC)
    assert promise(seed_not_before=at).seed_not_before == "2026-11-19T21:15:00+08:00"


def test_it_reads_its_own_file(tmp_path: Path) -> None:
    for one in (promise(), promise(Population(IDS), exclusions=[Exclusion("C-00", "重复立案")])):
        (tmp_path / "c.json").write_text("\ufeff" + json.dumps(one.sheet(), ensure_ascii=False, indent=2), "utf-8")
        assert read_commitment(tmp_path / "c.json") == one


@pytest.mark.parametrize(
    "change",
    [
        {"population": 13},
        {"population_digest": "0" * 64},
        {"seed_source": "别的"},
        {"seed_not_before": "2026-11-18"},
        {"exclusions": []},
        {"size": 9},
        {"digest": "sha256:" + "0" * 64},
        {"remark": "添一笔"},
    ],
)
def test_it_refuses_a_commitment_that_was_altered(change: dict[str, Any]) -> None:
    told = promise(exclusions=[Exclusion("C-11", "正在复议")]).sheet()
    assert parse_commitment(told).population == 11
    with pytest.raises(Refusal) as refused:
        parse_commitment({**told, **change})
    assert refused.value.faults[0].code == "altered_commitment"


@pytest.mark.parametrize("body", [[], {}, {"format": "zhiheng-population/9"}, {"format": "zhiheng-population/1"}, None])
def test_it_refuses_what_is_no_commitment(body: Any, tmp_path: Path) -> None:
    (tmp_path / "c.json").write_text(json.dumps(body), "utf-8")
    for path in (tmp_path / "c.json", tmp_path / "none.json"):
        with pytest.raises(Refusal) as refused:
            read_commitment(path)
        assert refused.value.faults[0].code == "no_commitment"


REFUSED: dict[str, dict[str, Any]] = {
    "no_seed_source": {"seed_source": "  "},
    "bad_seed_form": {"seed_form": "2026133"},
    "no_zone": {"seed_not_before": datetime(2026, 11, 19, 21, 15)},
    "bad_size": {"size": 13},
    "bad_exclusion": {"exclusions": [Exclusion("C-99", "没有这个编号")]},
    "empty_population": {"exclusions": [Exclusion(one, "全部排除") for one in IDS]},
}


@pytest.mark.parametrize("code", REFUSED)
def test_it_refuses(code: str) -> None:
    with pytest.raises(Refusal) as refused:
        promise(**REFUSED[code])
    assert {fault.code for fault in refused.value.faults} == {code}


def test_it_refuses_an_exclusion_without_a_reason_or_twice() -> None:
    for exclusions in ([Exclusion("C-01", "")], [Exclusion("C-01", "一"), Exclusion("C-01", "二")]):
        with pytest.raises(Refusal) as refused:
            promise(exclusions=exclusions)
        assert refused.value.faults[0].code == "bad_exclusion"


def test_it_reads_exclusions_and_refuses_them_by_their_row(tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    path.write_text("编号,理由\nC-01,正在复议\n\nC-02,移送公安\n", "utf-8")
    assert read_exclusions(path) == (Exclusion("C-01", "正在复议"), Exclusion("C-02", "移送公安"))
    path.write_text("编号,理由\nC-01\n,移送\n", "utf-8")
    with pytest.raises(Refusal) as refused:
        read_exclusions(path)
    assert [(fault.code, fault.place.row) for fault in refused.value.faults] == [("no_reason", 2), ("bad_id", 3)]
