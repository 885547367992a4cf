"""The checks as they are often written: NOT EXISTS, self joins, a joined calendar, windows over all events.

Only columns are read that a ledger has as it stands; days are counted with the calendar.
"""

_STAGES = ("filed", "notified", "served", "published", "archived")


def _firsts(activity: str) -> str:
    return f"""(
        SELECT "case", "at", day FROM (
            SELECT *, row_number() OVER (PARTITION BY "case" ORDER BY "at") AS place FROM events
            WHERE activity = '{activity}' AND day <= getvariable('as_of')
        ) WHERE place = 1
    )"""


_C1 = (
    'SELECT count(*), sum("case") FROM ('
    + " UNION ALL ".join(
        f"""SELECT DISTINCT "case" FROM events AS d
        WHERE activity = 'decided' AND day <= getvariable('as_of') AND NOT EXISTS (
        SELECT * FROM events AS s WHERE s."case" = d."case" AND s.activity = '{stage}' AND s.day <= getvariable('as_of')
    )"""
        for stage in _STAGES
    )
    + ")"
)

_C2 = f"""
    SELECT count(*), sum("case") FROM (
        SELECT d."case" FROM {_firsts("notified")} AS n JOIN {_firsts("decided")} AS d ON n."case" = d."case"
        WHERE n.at > d.at
        UNION ALL
        SELECT d."case" FROM {_firsts("decided")} AS d JOIN {_firsts("served")} AS s ON s."case" = d."case"
        WHERE d.at > s.at
    )
"""

_C3 = f"""
    SELECT count(*), sum(f."case") FROM {_firsts("filed")} AS f
    LEFT JOIN {_firsts("decided")} AS d ON f."case" = d."case"
    WHERE coalesce(d.day, getvariable('as_of')) - f.day > 90
"""

_C4 = f"""
    SELECT count(*), sum("case") FROM (
        SELECT d."case" FROM {_firsts("decided")} AS d LEFT JOIN {_firsts("served")} AS s ON s."case" = d."case"
        JOIN calendar AS c ON c.day > d.day AND c.day <= coalesce(s.day, getvariable('as_of'))
        GROUP BY d."case", coalesce(s.day, getvariable('as_of'))
        HAVING count(*) FILTER (c.is_workday) > 7
        OR count(*) FILTER (c.is_workday) = 7 AND NOT max_by(c.is_workday, c.day)
    )
"""

_C5 = """
    SELECT count(DISTINCT "case"), sum(DISTINCT "case") FROM (
        SELECT "case", row_number() OVER (
            PARTITION BY "case", activity, "at", officer_id, medium, documented ORDER BY day
        ) AS copy FROM events WHERE day <= getvariable('as_of')
    ) WHERE copy > 1
"""

_C6 = f"""
    SELECT count(*), sum(c."case") FROM cases AS c LEFT JOIN {_firsts("decided")} AS d ON c."case" = d."case"
    WHERE c.fine NOT BETWEEN c.benchmark_minimum AND c.benchmark_maximum
    OR d.day < c.benchmark_from OR d.day >= c.benchmark_until
"""

_C7 = f"""
    WITH filed AS (
        SELECT c."case", c.party_id, f.day, f.at FROM cases AS c JOIN {_firsts("filed")} AS f ON c."case" = f."case"
    )
    SELECT count(*), sum("case") FROM filed AS later WHERE EXISTS (
        SELECT * FROM filed AS earlier
        WHERE earlier.party_id = later.party_id AND later.day - earlier.day BETWEEN 0 AND 1
        AND (earlier.at, earlier."case") < (later.at, later."case")
    )
"""

_C8 = """
    SELECT count(*), sum(complaint) FROM (
        SELECT later.complaint FROM complaints AS later JOIN complaints AS earlier
        ON earlier.place_key = later.place_key AND earlier.issue = later.issue
        AND later.received_day - earlier.received_day BETWEEN 0 AND 90
        AND (earlier.received_at, earlier.complaint) < (later.received_at, later.complaint)
        WHERE later.received_day <= getvariable('as_of')
        GROUP BY later.complaint HAVING count(*) >= 2
    )
"""

QUERIES = {"c1": _C1, "c2": _C2, "c3": _C3, "c4": _C4, "c5": _C5, "c6": _C6, "c7": _C7, "c8": _C8}
"""By check; each yields the number of findings and the sum of the numbers of the cases or complaints found."""
