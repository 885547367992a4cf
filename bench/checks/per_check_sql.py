"""One query with conditional aggregates for each check, as a good SQL author writes it: no join that can be avoided.

The queries make use of all that the canonical form offers: `workday` and `again` are not computed anew.
"""

_STAGES = ("filed", "notified", "served", "published", "archived")


def _first(activity: str, unit: str = "at") -> str:
    return f"min(\"{unit}\") FILTER (activity = '{activity}')"


_LACKS = " + ".join(f"({stage} IS NULL)::INTEGER" for stage in _STAGES)
_C1 = f"""
    SELECT sum(lacks), sum("case" * lacks) FROM (
        SELECT "case", {_LACKS} AS lacks FROM (
            SELECT "case", {_first("decided")} AS decided,
                {", ".join(f"{_first(stage)} AS {stage}" for stage in _STAGES)}
            FROM events WHERE day <= getvariable('as_of') GROUP BY "case"
        ) WHERE decided IS NOT NULL
    )
"""

_C2 = f"""
    SELECT sum(wrong), sum("case" * wrong) FROM (
        SELECT "case",
            coalesce(notified > decided, false)::INTEGER + coalesce(decided > served, false)::INTEGER AS wrong
        FROM (
            SELECT "case", {_first("notified")} AS notified, {_first("decided")} AS decided,
                {_first("served")} AS served
            FROM events WHERE day <= getvariable('as_of') GROUP BY "case"
        )
    )
"""

_C3 = f"""
    SELECT count(*), sum("case") FROM (
        SELECT "case", {_first("filed", "day")} AS filed, {_first("decided", "day")} AS decided
        FROM events WHERE day <= getvariable('as_of') GROUP BY "case"
    ) WHERE coalesce(decided, getvariable('as_of')) - filed > 90
"""

_C4 = f"""
    WITH now AS (SELECT workday AS step FROM calendar WHERE day = getvariable('as_of'))
    SELECT count(*), sum("case") FROM (
        SELECT "case", {_first("decided", "workday")} AS decided, {_first("served", "workday")} AS served
        FROM events WHERE day <= getvariable('as_of') GROUP BY "case"
    ), now WHERE coalesce(served, now.step) > decided - decided % 2 + 2 * 7
"""

_C5 = """
    SELECT count(*), sum("case") FROM (
        SELECT "case" FROM events WHERE day <= getvariable('as_of') GROUP BY "case" HAVING count(*) FILTER (again) > 0
    )
"""

_C6 = """
    SELECT count(*), sum("case") FROM cases LEFT JOIN (
        SELECT "case", min(day) AS decided FROM events
        WHERE activity = 'decided' AND day <= getvariable('as_of') GROUP BY "case"
    ) USING ("case")
    WHERE fine < benchmark_minimum OR fine > benchmark_maximum
    OR decided < benchmark_from OR decided >= benchmark_until
"""

_C7 = """
    SELECT count(*), sum("case") FROM (
        SELECT "case", filed_day - lag(filed_day) OVER (PARTITION BY party_id ORDER BY filed_at, "case") AS gap
        FROM cases JOIN (
            SELECT "case", min(day) AS filed_day, min("at") AS filed_at FROM events
            WHERE activity = 'filed' AND day <= getvariable('as_of') GROUP BY "case"
        ) USING ("case") WHERE party_id IS NOT NULL
    ) WHERE gap <= 1
"""

_C8 = """
    SELECT count(*), sum(complaint) FROM (
        SELECT complaint,
            received_day - lag(received_day, 2) OVER (
                PARTITION BY place_key, issue ORDER BY received_at, complaint
            ) AS span
        FROM complaints WHERE received_day <= getvariable('as_of') AND place_key IS NOT NULL AND issue IS NOT NULL
    ) WHERE span <= 90
"""

QUERIES = {"c1": _C1, "c2": _C2, "c3": _C3, "c4": _C4, "c5": _C5, "c6": _C6, "c7": _C7, "c8": _C8}
"""By check; each yields the number of findings and the sum of the numbers of the cases or complaints found."""
