"""Which units of a ledger a scheme evaluates, and of what kind each is. What is left out is named, with the reason."""

from __future__ import annotations

from dataclasses import dataclass

from zhiheng.domain.refusals import Fault, Place, Refusal, near_miss
from zhiheng.domain.scheme import Scheme
from zhiheng.domain.score import LeftOut
from zhiheng.domain.texts import Text
from zhiheng.ledgers import Ledger
from zhiheng.schemes.known import kinds_of_built_in_schemes


@dataclass(frozen=True, slots=True)
class EvaluatedUnit:
    """A unit under evaluation; `kind` is a key of the scheme's unit kinds or empty."""

    unit_id: str
    name: str
    kind: str


def evaluated_units(scheme: Scheme, ledger: Ledger) -> tuple[list[EvaluatedUnit], list[LeftOut]]:
    """Return the units to score, sorted by id, and those left out.

    Left out are: units of a kind that another scheme evaluates; a province or corps above others; detachments below a
    unit that have no rows of their own (their officers count for the unit above, HN-AMB-04).
    Raises Refusal for a kind that no scheme knows, for a missing kind where the scheme needs one (CQ-04), and where
    nothing is left to evaluate.
    """
    rows = list(ledger.tables["units"].rows())
    parents = {str(row["parent_id"]) for row in rows if row["parent_id"]}
    written_kinds = {str(row["unit_id"]): str(row["kind"] or "") for row in rows}
    spoken_for = _units_with_rows(ledger)
    keys = scheme.kind_words
    units: list[EvaluatedUnit] = []
    left: dict[str, list[str]] = {}
    faults: list[Fault] = [_unknown_chosen(ledger, one) for one in sorted(ledger.evaluated - set(written_kinds))]
    for row, place in zip(rows, ledger.tables["units"].places, strict=True):
        unit_id, written, level = str(row["unit_id"]), str(row["kind"] or ""), str(row["level"] or "")
        is_parent, has_parent = unit_id in parents, bool(row["parent_id"])
        if ledger.evaluated and unit_id not in ledger.evaluated:
            left.setdefault("not_chosen", []).append(unit_id)
            continue
        if written and written in keys:
            units.append(EvaluatedUnit(unit_id, str(row["name"]), keys[written]))
        elif written and scheme.unit_kinds:
            if written in kinds_of_built_in_schemes():
                left.setdefault("other_kind", []).append(unit_id)
            else:
                faults.append(_unknown_kind(scheme, place, written))
        elif scheme.kind_required:
            if is_parent and unit_id not in spoken_for:
                left.setdefault("above", []).append(unit_id)
            elif unit_id not in spoken_for and written_kinds.get(str(row["parent_id"])):
                left.setdefault("below", []).append(unit_id)
            else:
                faults.append(_missing_kind(scheme, place, unit_id))
        elif unit_id not in spoken_for and ((level == "province" and is_parent) or (level == "squad" and has_parent)):
            left.setdefault("above" if level == "province" else "below", []).append(unit_id)
        else:
            units.append(EvaluatedUnit(unit_id, str(row["name"]), ""))
    if faults:
        raise Refusal(faults)
    if not units:
        raise Refusal(_nobody(scheme, ledger))
    return sorted(units, key=lambda unit: unit.unit_id), _told(left)


def _units_with_rows(ledger: Ledger) -> set[str]:
    """Return the units that have findings or facts of their own: those are never passed over."""
    return {
        str(unit_id) for name in ("findings", "facts") for unit_id in ledger.tables[name].columns.get("unit_id", ())
    }


def _unknown_chosen(ledger: Ledger, unit_id: str) -> Fault:
    """Return the fault of a unit that is to be evaluated and that the ledger does not have."""
    where = Place(file="ledger.yaml", column="evaluated")
    reason = Text("evaluated 写了台账没有的单位", "`evaluated` names a unit that the ledger does not have")
    remedy = near_miss(unit_id, [str(row["unit_id"]) for row in ledger.tables["units"].rows()]) or Text(
        "改成 units 单位 表里的单位编号", "write a unit_id of the table of units"
    )
    return Fault("unknown_unit", where, reason, remedy, unit_id)


def _kinds_told(scheme: Scheme) -> Text:
    zh = "、".join(f"{key}（{text.zh}）" for key, text in scheme.unit_kinds.items())
    return Text(f"填其中之一：{zh}", f"write one of: {', '.join(scheme.unit_kinds)}")


def _unknown_kind(scheme: Scheme, place: tuple[str, int], written: str) -> Fault:
    remedy = near_miss(written, scheme.kind_words) or _kinds_told(scheme)
    where = Place(file=place[0], table="units 单位", row=place[1], column="kind 单位类型")
    reason = Text(f"方案 {scheme.id} 没有这个单位类型", f"scheme {scheme.id} has no such kind of unit")
    return Fault("unknown_unit_kind", where, reason, remedy, written)


def _missing_kind(scheme: Scheme, place: tuple[str, int], unit_id: str) -> Fault:
    where = Place(file=place[0], table="units 单位", row=place[1], column="kind 单位类型")
    reason = Text(
        f"方案 {scheme.id} 按单位类型评价，{unit_id} 没有填写类型", f"{unit_id} has no kind; {scheme.id} scores by kind"
    )
    return Fault("missing_unit_kind", where, reason, _kinds_told(scheme))


def _nobody(scheme: Scheme, ledger: Ledger) -> Fault:
    if not len(ledger.tables["units"]):
        reason = Text("units 单位 表没有数据行", "the table of units has no rows")
        remedy = Text("每个被评价单位填一行", "write one row for each unit to be evaluated")
        return Fault("no_units", Place(file=str(ledger.path), table="units 单位"), reason, remedy)
    reason = Text(f"台账里没有方案 {scheme.id} 评价的单位", f"the ledger has no unit that {scheme.id} evaluates")
    return Fault("no_units", Place(file=str(ledger.path), table="units 单位"), reason, _kinds_told(scheme))


_REASONS = {
    "not_chosen": Text("不在这次评价的单位之内（ledger.yaml 的 evaluated）", "not among the units of this evaluation"),
    "other_kind": Text("属于其他方案评价的单位类型", "units of a kind that another scheme evaluates"),
    "above": Text("是其他单位的上级，自身没有评价数据", "units above others, without rows of their own"),
    "below": Text(
        "是其他单位的下属，没有单独的评价数据，其人员计入上级单位",
        "units below others, without rows of their own; they count in the unit above",
    ),
}


def _told(left: dict[str, list[str]]) -> list[LeftOut]:
    return [LeftOut("units", len(ids), _REASONS[why], tuple(sorted(ids))) for why, ids in sorted(left.items())]
