"""The population of a random review: members with strata and weights, as CSV, and what a size would tell (XH-26)."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from zhiheng import api
from zhiheng.api import Fault, Place, Refusal, Text
from zhiheng_web.cases.checked import latest_run
from zhiheng_web.cases.models import Case, CheckFinding
from zhiheng_web.intake.models import Book
from zhiheng_web.lib import store
from zhiheng_web.reviews.actions.collecting import closed_cases
from zhiheng_web.reviews.models import Activity, Draw, Population

#: Columns that may divide a population into strata.
STRATA: dict[str, Text] = {
    "body": Text("按单位", "by body"),
    "kind": Text("按案件类别", "by kind of case"),
}
#: Columns that may weigh its members, each with what it counts: documented here, in the form and in the how-to.
WEIGHTS: dict[str, Text] = {
    "findings": Text("检查发现的问题数 + 1", "problems found by checks, plus 1"),
    "fine_class": Text(
        "罚没款档次：无或不足 1 千元为 1，1 千至 1 万元为 2，1 万至 10 万元为 3，10 万元以上为 4",
        "size of the fine: 1 below 1,000 yuan or none, 2 below 10,000, 3 below 100,000, 4 from there on",
    ),
    "risk": Text("以上两项之和", "the sum of both"),
}
_COLUMNS = ("case_id", "body", "kind", "closed_on", "findings", "fine_class", "risk", "ref")
_FINE_STEPS = (Decimal(1_000), Decimal(10_000), Decimal(100_000))


@dataclass(frozen=True, slots=True)
class Member:
    """A case of the population: the id under which it is drawn, and the columns that strata and weights rest on."""

    id: str
    case: Case
    findings: int
    fine_class: int

    @property
    def risk(self) -> int:
        """Return the weight by risk: findings and size of the fine together."""
        return self.findings + self.fine_class

    def cells(self) -> tuple[str, ...]:
        """Return the row of the CSV."""
        closed = self.case.closed_on.isoformat() if self.case.closed_on else ""
        told = (self.findings, self.fine_class, self.risk, self.case.pk)
        return (self.id, self.case.body.code, self.case.kind or "other", closed, *map(str, told))


def members_of(activity: Activity) -> list[Member]:
    """Return the closed cases of an activity in the order of their ids, excluded ones too.

    The id is the number of the case; where two books have the same number, the body's number stands before it.
    """
    cases = list(closed_cases(activity))
    seen = Counter(case.code for case in cases)
    both = Counter((case.body.code, case.code) for case in cases)
    found = _findings_of(cases)

    def key(case: Case) -> str:
        if seen[case.code] == 1:
            return case.code
        plain = f"{case.body.code}/{case.code}"
        return plain if both[case.body.code, case.code] == 1 else f"{plain}#{case.pk}"

    told = [Member(key(case), case, found.get((case.book_id, case.code), 0) + 1, _fine_class(case)) for case in cases]
    return sorted(told, key=lambda one: one.id)


def _findings_of(cases: Sequence[Case]) -> dict[tuple[int, str], int]:
    """Return how many findings the latest run of checks has of each case (book, number), without those set aside."""
    found: Counter[tuple[int, str]] = Counter()
    for book in Book.objects.filter(pk__in={case.book_id for case in cases}):
        run = latest_run(book)
        if run is not None:
            codes = CheckFinding.objects.filter(run=run, dismissed="").values_list("code", flat=True)
            found.update((book.pk, code) for code in codes)
    return found


def _fine_class(case: Case) -> int:
    fine = case.fine or Decimal(0)
    return 1 + sum(fine >= step for step in _FINE_STEPS)


def csv_of(members: Sequence[Member]) -> bytes:
    """Return members as CSV (UTF-8, a header row): the file that is frozen, published and drawn from."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(_COLUMNS)
    writer.writerows(one.cells() for one in members)
    return text.getvalue().encode("utf-8")


def read_csv(data: bytes, *, strata: str = "", weights: str = "") -> Any:
    """Return the population that a CSV holds, read by the library as anybody reads it. Raises Refusal."""
    with TemporaryDirectory(prefix="zhiheng-") as place:
        path = Path(place) / "population.csv"
        path.write_bytes(data)
        return api.sampling.read_population(path, strata, weights)


def stored(one: Population) -> bytes:
    """Return the CSV of a frozen population. Raises Refusal where the stored file is gone or was changed."""
    if not store.is_sound(one.file):
        raise Refusal(
            Fault(
                "altered_population",
                Place(clause=one.activity.title),
                Text("存放的总体文件不在或被改动", "the stored population is gone or was changed"),
                Text("请系统管理员从备份恢复", "ask the system administrator to restore it from the backup"),
            )
        )
    with store.open_stored(one.file) as file:
        return file.read()


def cases_of(one: Population) -> dict[str, int]:
    """Return the key of the case behind each id of a frozen population."""
    rows = csv.DictReader(io.StringIO(stored(one).decode("utf-8")))
    return {row["case_id"]: int(row["ref"]) for row in rows}


def population_of(activity: Activity) -> Population | None:
    """Return the frozen population of an activity, None before it is frozen."""
    return Population.objects.filter(activity=activity).select_related("frozen_by", "activity__organiser").first()


def last_draw(one: Population) -> Draw | None:
    """Return the draw in force."""
    return one.draws.select_related("drawn_by", "supersedes").order_by("-number").first()


@dataclass(frozen=True, slots=True)
class Size:
    """A size with what it will tell: the interval at the expected count, or the probability to meet one.

    `sequential` is the plan to look after each part of the draw, as it is kept; empty where everything is looked at.
    """

    size: int
    population: int
    told: Text
    sequential: Mapping[str, str] = field(default_factory=dict)

    @property
    def looks(self) -> list[Look]:
        """Return the looks of the sequential plan with their boundaries; none without one."""
        return looks_of(self.sequential, self.population)


@dataclass(frozen=True, slots=True)
class Look:
    """A look of a sequential plan: after so many files it ends with `below` faulty ones or fewer, `above` or more."""

    drawn: int
    below: int | None
    above: int | None


def looks_of(sequential: Mapping[str, str] | None, population: int) -> list[Look]:
    """Return the looks of a kept sequential plan with their boundaries. Raises Refusal for one that is none."""
    if not sequential:
        return []
    plan = _sequential_plan(sequential, population)
    return [Look(one.drawn, one.below, one.above) for one in plan.boundaries()]


def _sequential_plan(told: Mapping[str, str], population: int) -> Any:
    looks = told["looks"]
    number = int(looks) if looks.isascii() and looks.isdecimal() and len(looks) < 4 else 0
    size = int(told["max_size"])
    return api.sampling.SequentialPlan(
        _decimal(told, "threshold"), _decimal(told, "confidence"), size, number, population
    )


def size_by_plan(plan: Mapping[str, str], population: int, *, is_weighted: bool = False) -> Size:
    """Return the size that a plan comes to.

    `mode`: `rate` (expected rate, half width, confidence), `detect` (least rate, confidence) or `typed` (size).
    Rates are fractions of one, as decimal text. `looks` and `threshold` make it sequential: after each part it is
    judged whether the rate of faulty files lies above or below the threshold (with `look_confidence`, 0.95 unless
    given). Of a draw by weights the size alone holds: what a plain draw would tell is not promised. Raises Refusal for
    values that are none, a size beyond the population, or a sequential plan of a weighted draw.
    """
    found = _size_by_plan(plan, population)
    if is_weighted and plan.get("mode") != "typed":
        found = Size(found.size, found.population, _WEIGHTED)
    if not plan.get("looks") and not plan.get("threshold"):
        return found
    if is_weighted:
        raise Refusal(Fault("bad_plan", Place(clause="looks"), *_NOT_SEQUENTIAL))
    told = {
        "threshold": plan.get("threshold", ""),
        "confidence": plan.get("look_confidence") or "0.95",
        "max_size": str(found.size),
        "looks": plan.get("looks", ""),
    }
    # Reckoned at once: what cannot be a plan is refused before anything is frozen.
    _sequential_plan(told, population).boundaries()
    return replace(found, sequential=told)


_NOT_SEQUENTIAL = (
    Text("加权抽取不能分批查看：界限按机会均等计算", "a weighted draw has no looks: boundaries are of equal chances"),
    Text("不加权，或者不分批查看", "draw with equal chances, or without looks"),
)


def _size_by_plan(plan: Mapping[str, str], population: int) -> Size:
    mode = plan.get("mode", "typed")
    if mode == "rate":
        rate, half, confidence = (_decimal(plan, name) for name in ("rate", "half_width", "confidence"))
        return _by_rate(population, rate, half, confidence)
    if mode == "detect":
        rate, confidence = (_decimal(plan, name) for name in ("rate", "confidence"))
        size = min(api.sampling.size_to_detect(population, rate, confidence), population)
        zh = f"问题率达到 {_percent(rate)} 时，至少抽到一件有问题案卷的概率不低于 {_percent(confidence)}"
        en = f"meets at least one faulty file with a probability of {_percent(confidence)} where the rate is"
        return Size(size, population, Text(zh, f"{en} {_percent(rate)} or more"))
    text = plan.get("size", "")
    size = int(text) if text.isascii() and text.isdecimal() and len(text) < 8 else 0
    if not 1 <= size <= population:
        reason = Text(f"件数应在 1 与 {population} 之间", f"the size lies between 1 and {population}")
        raise Refusal(Fault("bad_size", Place(), reason, Text("改正件数", "correct the size"), text))
    share = Decimal(size) / Decimal(population)
    return Size(size, population, Text(f"占总体的 {_percent(share)}", f"{_percent(share)} of the population"))


_WEIGHTED = Text(
    "件数按普通抽样算得；本次按风险加权，普通抽样的区间和概率不适用",
    "sized as for a plain draw; this one goes by risk, so intervals and probabilities of plain draws do not hold",
)


def _by_rate(population: int, rate: Decimal, half: Decimal, confidence: Decimal) -> Size:
    size = min(api.sampling.size_for_rate(population, rate, half, confidence), population)
    expected = min(size, int((rate * size).to_integral_value()))
    told = api.sampling.interval(expected, size, population, confidence)
    bounds = f"{_percent(told.lower)}–{_percent(told.upper)}"
    zh = f"如抽到 {expected} 件有问题，问题率的 {_percent(confidence)} 区间为 {bounds}"
    en = f"with {expected} faulty files among them the {_percent(confidence)} interval of the rate is {bounds}"
    return Size(size, population, Text(zh, en))


def _decimal(plan: Mapping[str, str], name: str) -> Decimal:
    try:
        return Decimal(plan[name])
    except (KeyError, ArithmeticError):
        reason = Text("抽取方案少一个数", "the plan lacks a number")
        remedy = Text("填写所需的比率和置信度", "give the rates and the confidence that it needs")
        raise Refusal(Fault("bad_plan", Place(clause=name), reason, remedy, plan.get(name, ""))) from None


def _percent(value: Decimal) -> str:
    text = f"{(value * 100).quantize(Decimal('0.01')):f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text) + "%"
