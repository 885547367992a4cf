"""`fabricated`: signs that a record was made up. A sign is a reason to look, never a finding of guilt.

Six signs: the same file digest or the same text in several cases, times of day that cannot be, one officer in two
places at once, steps entered all at once, and a heap of closings at the end of a month.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import ibis
import ibis.expr.types as ir

from zhiheng.checks.moments import SECONDS_A_DAY, Fact, Moment
from zhiheng.checks.parameters import Parameters
from zhiheng.checks.rows import Rows, Setting, all_of, found

SIGNS = ("same_digest", "same_text", "impossible_time", "two_places", "one_minute", "month_end")
_ACROSS = ("same_digest", "same_text", "two_places", "month_end")
_KEYS = {"same_digest": "digest", "same_text": "note_key"}


@dataclass(frozen=True)
class Fabricated:
    """One of the signs with its measures; which of them are read depends on the sign."""

    sign: str
    activities: tuple[str, ...]
    minutes: int
    hours: tuple[int, int]
    at_most: int
    days: int
    share: Decimal
    least: int

    @property
    def across(self) -> bool:
        """Most signs show only when cases are compared."""
        return self.sign in _ACROSS

    def dated_by(self) -> Moment:
        """Return the first event: the signs are no law of a certain day."""
        return Moment("first_any", Fact("first"))

    def facts(self) -> frozenset[Fact]:
        """Return what the sign is read from within a case."""
        if self.sign == "impossible_time":
            return frozenset({Fact("first"), *(Fact("hours", name, (), self.hours) for name in self.activities)})
        if self.sign == "one_minute":
            ends = (Fact("first", self.activities[0]), Fact("first", self.activities[-1]))
            return frozenset({Fact("first"), *ends})
        if self.sign == "month_end":
            return frozenset({Fact("first"), Fact("first", self.activities[0])})
        return frozenset({Fact("first")})

    def columns(self) -> frozenset[str]:
        """Return the columns of the ledger that the sign is read from."""
        needed = {
            "same_digest": {"events.digest"},
            "same_text": {"events.note"},
            "two_places": {"events.officer_id", "cases.place"},
        }
        return frozenset(needed.get(self.sign, set()))

    def requires(self) -> tuple[tuple[str, ...], ...]:
        """Return the activities in which the sign shows."""
        return (self.activities,)

    def examined(self, rows: Rows, setting: Setting) -> Any:
        """Examine cases with events; for the sign of steps at once, those whose steps have a time of day."""
        begun = rows["first_any_at"].notnull()
        if self.sign == "one_minute":
            start, end = (rows.at(Moment.first(self.activities[place])) for place in (0, -1))
            timed = (start % SECONDS_A_DAY != 0) & (end % SECONDS_A_DAY != 0)
            return all_of(begun, start.notnull(), end.notnull(), timed)
        if self.sign == "month_end":
            return all_of(begun, rows.at(Moment.first(self.activities[0])).notnull())
        return begun

    def suspects(self, rows: Rows, setting: Setting) -> Any:
        """Suspect cases that show the sign in themselves; all where only the comparison tells."""
        if self.sign == "impossible_time":
            return self._at_odd_hours(rows) > 0
        if self.sign == "one_minute":
            gap = self._gap(rows)
            return (gap >= 0) & (gap <= self.minutes * 60)
        return ibis.literal(True)

    def findings(self, rows: ir.Table, setting: Setting) -> ir.Table:
        """Find the cases that show the sign; of copies the second and every later one."""
        if self.sign in _KEYS:
            return self._copies(rows, _known(setting, "texts"), _KEYS[self.sign])
        if self.sign == "two_places":
            return self._in_two_places(rows, _known(setting, "events"))
        if self.sign == "month_end":
            return self._month_ends(rows, setting["calendar"])
        view = Rows(rows)
        if self.sign == "impossible_time":
            return found(
                rows,
                occurred_at=view["first_any_at"],
                measured=self._at_odd_hours(view),
                limit=0,
                what=f"{self.hours[0]}-{self.hours[1]}",
            )
        first, last = (Moment.first(self.activities[place]) for place in (0, -1))
        return found(
            rows,
            occurred_at=view.at(last),
            measured=self._gap(view),
            limit=self.minutes * 60,
            what=self.sign,
            from_at=view.at(first),
            to_at=view.at(last),
        )

    def _at_odd_hours(self, rows: Rows) -> Any:
        counts = [rows.fact(Fact("hours", name, (), self.hours)) for name in self.activities]
        return sum(counts[1:], counts[0])

    def _gap(self, rows: Rows) -> Any:
        return rows.at(Moment.first(self.activities[-1])) - rows.at(Moment.first(self.activities[0]))

    def _copies(self, rows: ir.Table, texts: ir.Table, key: str) -> ir.Table:
        """Find cases that hold a digest or text which an earlier case holds; a phrase of very many cases is a form."""
        texts = texts.filter(texts[key].notnull())
        if self.activities:
            texts = texts.filter(texts.activity.isin(self.activities))
        texts = texts.select("case", "at", copied=texts[key])
        holders = texts.group_by(["copied", "case"]).aggregate(text_at=texts["at"].min())
        cases = rows.select("case", "case_id", "unit_id", "lead_officer_id")
        holders = holders.inner_join(cases, "case")
        spread = holders.group_by("copied").aggregate(holders_alike=ibis._.count())
        several = spread.filter((spread.holders_alike > 1) & (spread.holders_alike <= self.at_most))
        holders = holders.inner_join(several, "copied")
        order = ibis.window(group_by="copied", order_by=["text_at", "case"])
        holders = holders.mutate(
            before_id=holders.case_id.lag().over(order), before_at=holders.text_at.lag().over(order)
        )
        holders = holders.filter(holders.before_id.notnull())
        # A case may hold several copies: it is one finding, told by the first of them.
        inside = ibis.window(group_by="case", order_by=["text_at", "copied"])
        holders = holders.mutate(place=ibis.row_number().over(inside))
        holders = holders.filter(holders.place == 0)
        return found(
            holders,
            occurred_at=holders.text_at,
            measured=holders.holders_alike,
            limit=1,
            what=key,
            from_at=holders.before_at,
            to_at=holders.text_at,
            related=holders.before_id,
        )

    def _in_two_places(self, rows: ir.Table, events: ir.Table) -> ir.Table:
        """Find cases in which an officer stood so soon after standing elsewhere that the way was impossible."""
        on_site = events.filter(
            events.activity.isin(self.activities), events.officer_id.notnull(), events["at"] % SECONDS_A_DAY != 0
        )
        on_site = on_site.select("case", "officer_id", stood_at=on_site["at"])
        order = ibis.window(group_by="officer_id", order_by=["stood_at", "case"])
        on_site = on_site.mutate(
            before_case=on_site.case.lag().over(order), before_at=on_site.stood_at.lag().over(order)
        )
        # Only the few pairs so near in time are joined with their places.
        near = on_site.filter(
            on_site.before_case != on_site.case, on_site.stood_at - on_site.before_at <= self.minutes * 60
        )
        cases = rows.select("case", "case_id", "unit_id", "place_key")
        before = rows.select(before_case="case", before_id="case_id", before_place="place_key")
        near = near.inner_join(cases, "case").inner_join(before, "before_case")
        near = near.filter(near.before_place != near.place_key)
        inside = ibis.window(group_by="case", order_by=["stood_at", "officer_id"])
        near = near.mutate(place=ibis.row_number().over(inside))
        near = near.filter(near.place == 0)
        return found(
            near,
            occurred_at=near.stood_at,
            measured=near.stood_at - near.before_at,
            limit=self.minutes * 60,
            what=self.sign,
            from_at=near.before_at,
            to_at=near.stood_at,
            related=near.before_id,
        )

    def _month_ends(self, rows: ir.Table, calendar: ir.Table) -> ir.Table:
        """Find units and months in which most closings fall into the last days. The finding names the unit alone."""
        closed = Moment.first(self.activities[0])
        months = calendar.select(
            closed_day="day", month="month_number", to_end=calendar.month_length - calendar.day_of_month
        )
        closings = rows.select("unit_id", closed_day=Rows(rows).day(closed)).inner_join(months, "closed_day")
        heaps = closings.group_by(["unit_id", "month"]).aggregate(
            closings=ibis._.count(),
            late_ones=(closings.to_end < self.days).sum(),
            last_day=closings.closed_day.max(),
        )
        share = ibis.literal(self.share, "decimal(18, 4)")
        heaps = heaps.filter(
            heaps.closings >= self.least,
            heaps.late_ones.cast("decimal(18, 4)") >= share * heaps.closings.cast("decimal(18, 4)"),
        )
        return found(
            heaps,
            officer_id=None,
            occurred_at=heaps.last_day.cast("int64") * SECONDS_A_DAY,
            measured=heaps.late_ones,
            limit=heaps.closings,
            what=self.sign,
            value=share,
        )


def _known(setting: Setting, name: str) -> ir.Table:
    """Return the rows of a table that were there on the day of the run."""
    table = setting[name]
    return table.filter(table.day <= setting.as_of_day)


def read(parameters: Parameters) -> Fabricated:
    """Read the parameters; faults are noted where they stand."""
    sign = parameters.choice("sign", SIGNS)
    activities = parameters.texts("activities")
    if not activities and sign not in _KEYS:
        parameters.need("activities")
    return Fabricated(
        sign=sign,
        activities=activities,
        minutes=parameters.whole("minutes", 1),
        hours=parameters.hours("hours", (0, 5)),
        at_most=parameters.whole("at_most", 10),
        days=parameters.whole("days", 3),
        share=parameters.decimal("share") or Decimal("0.8"),
        least=parameters.whole("least", 10),
    )
