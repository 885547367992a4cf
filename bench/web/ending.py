"""The last step: recomputations, rows through the five steps of the import, publication, its report as PDF."""

from __future__ import annotations

import csv
from functools import partial
from io import BytesIO, StringIO
from itertools import cycle as cycle_of
from itertools import islice
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

from bench.web import world
from bench.web.timing import ledger_folder, read_plan, seconds_of, spread, timed
from zhiheng import api
from zhiheng_web.accounts.models import Account
from zhiheng_web.evaluations import scoring
from zhiheng_web.evaluations.actions import publications
from zhiheng_web.evaluations.models import Cycle, Publication
from zhiheng_web.evaluations.reading import papers
from zhiheng_web.evaluations.reading.publication import report_told
from zhiheng_web.intake import actions
from zhiheng_web.intake.models import Book
from zhiheng_web.intake.queries import Share
from zhiheng_web.intake.reading import blank

_PREVIEWS = 9  # bodies whose scorecard is recomputed
_PATIENCE = 3  # the quickest of so many readings of the plain file


def run(rows: int) -> dict[str, Any]:
    """Return how many rows were imported, the times in seconds, and the bytes of the report."""
    plan = read_plan()
    office, cycle = Account.objects.get(pk=plan["office"]), Cycle.objects.get(pk=plan["cycle"])
    times: dict[str, float] = {}
    assert cycle.snapshot is not None
    _recompute(office, cycle, times)
    number = _import_rows(office, cycle.snapshot.book, rows, times)
    world.hand_in(list(cycle.assessments.filter(state="self_evaluation").select_related("cycle__organiser", "body")))
    world.approve(cycle, office)
    scoring.compute(cycle, "current", actor=office)
    published = timed(times, "publication", lambda: publications.publish(actor=office, cycle=cycle))
    with TemporaryDirectory() as place:
        file = Path(place) / "report.pdf"
        if api.documents.has_typst():
            timed(times, "report", lambda: _write_report(published, file))
        size = file.stat().st_size if file.exists() else 0
    return {"rows": number, "times": times, "report_bytes": size}


def _recompute(office: Account, cycle: Cycle, times: dict[str, float]) -> None:
    """Time the scorecard of one body as it would stand now, several bodies, and the computation of all."""
    bodies = list(cycle.assessments.select_related("cycle__organiser", "body").order_by("pk"))
    scoring.previewed(bodies[-1])  # the scheme is read once in a process
    one = [seconds_of(partial(scoring.previewed, chosen)) for chosen in spread(bodies, _PREVIEWS)]
    times |= {"recompute_one": median(one), "recompute_one_longest": max(one)}
    timed(times, "recompute_all", lambda: scoring.compute(cycle, "current", actor=office))


def _import_rows(office: Account, book: Book, rows: int, times: dict[str, float]) -> int:
    """Import cases under new numbers into the ledger that has all the others; return how many."""
    with (ledger_folder() / "cases.csv").open(encoding="utf-8", newline="") as lines:
        head, *known = list(csv.reader(lines))
    fresh = [[f"N{number}-{row[0]}", *row[1:]] for number, row in enumerate(islice(cycle_of(known), rows))]
    stream = StringIO()
    csv.writer(stream, lineterminator="\n").writerows([head, *fresh])
    text = stream.getvalue()
    times["plain_csv"] = min(seconds_of(lambda: list(csv.DictReader(StringIO(text)))) for _ in range(_PATIENCE))
    share, file = Share(book, book.body), BytesIO(text.encode())
    timed(times, "template", lambda: blank.template_of("cases"))
    upload = partial(actions.upload, office, share=share, table="cases", file=file, name="案件.csv")
    batch = timed(times, "upload", upload)
    match = partial(actions.match_batch, office, batch=batch, sheet="", header=0, columns=dict(enumerate(head)))
    timed(times, "match", lambda: match(on_conflict="stop"))
    timed(times, "check", lambda: actions.check_batch(batch.pk))
    batch.refresh_from_db()
    if batch.count("wrong") or batch.count("new") != len(fresh):
        raise RuntimeError(f"the import went otherwise: {batch.state} {batch.counts} {batch.faults}")
    timed(times, "confirm", lambda: actions.confirm_batch(office, batch=batch))
    times["import"] = sum(times[name] for name in ("template", "upload", "match", "check", "confirm"))
    return len(fresh)


def _write_report(published: Publication, file: Path) -> None:
    """Make the annual report of a publication anew and write it as PDF."""
    told = report_told(published.cycle)
    build = papers.building("annual_report", api.documents.annual_report, published.computation, told)
    api.documents.write_pdf(build("检验〔2026〕1号"), file)
