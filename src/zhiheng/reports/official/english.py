"""The English summary at the end of the circular: title, basis, ranking, method. The Chinese text is authentic."""

from __future__ import annotations

from decimal import Decimal

from zhiheng.domain.evaluation import Evaluation
from zhiheng.reports.labels import choice_text, completion_text, grade_name, period_text, ranked, two_places
from zhiheng.reports.official.completeness import conflicts_of, recompute_command
from zhiheng.reports.official.overview import ranking_columns, ranking_row, score_text
from zhiheng.reports.official.writer import Writer


def write_summary(writer: Writer, evaluation: Evaluation) -> None:
    """Write the annex "Summary in English" on a page of its own."""
    result, scheme = evaluation.result, evaluation.scheme
    writer.new_page()
    writer.english("Annex 2  Summary in English", heading=True)
    writer.english(f"Results of the evaluation under “{result.scheme_name.of('en')}” (draft for deliberation)")
    writer.english("The Chinese text is the authentic one.")
    writer.english("Basis", heading=True)
    number = f" ({scheme.source.number})" if scheme.source.number else ""
    writer.english(
        f"Scheme {result.scheme_id}, version {result.scheme_version}: {scheme.source.document.of('en')}{number}. "
        f"Period: {period_text(result).en}. Data as of {result.as_of}."
    )
    if scheme.purpose.en:
        writer.english(f"Purpose: {scheme.purpose.en}")
    for name, value in result.options.items():
        meaning = choice_text(name, value).en
        writer.english(f"Option {name}={value}" + (f": {meaning}." if meaning and meaning != value else "."))
    completion = completion_text(scheme, result)
    if completion.en:
        writer.english(f"Values that the source leaves open come from a completion: {completion.en}.")
    _write_ranking(writer, evaluation)
    _write_method(writer, evaluation)


def _write_ranking(writer: Writer, evaluation: Evaluation) -> None:
    units = ranked(evaluation.result.units)
    writer.english("Ranking", heading=True)
    if units:
        scores = [unit.score for unit in units]
        average = two_places(sum(scores, Decimal(0)) / len(scores))
        highest, lowest = score_text(max(scores)), score_text(min(scores))
        writer.english(f"{len(units)} units; average {average}, highest {highest}, lowest {lowest}.")
    headings, widths = ranking_columns(
        evaluation, ("Rank", "Unit", "Base", "Bonus", "Score", "Grade"), ("Cases", "Average deduction")
    )
    rows = [ranking_row(evaluation, unit, grade_name(evaluation.scheme, unit.grade).of("en")) for unit in units]
    writer.table(headings, widths, rows)
    vetoed = [unit.name for unit in units if unit.vetoes]
    if vetoed:
        writer.english(f"Vetoed, hence in the lowest grade whatever the score: {', '.join(vetoed)}.")


def _write_method(writer: Writer, evaluation: Evaluation) -> None:
    result = evaluation.result
    incomplete = sum(unit.status == "incomplete" for unit in result.units)
    conflicts = sum(1 for _ in conflicts_of(evaluation))
    left_out = sum(one.count for one in result.left_out)
    writer.english("Method", heading=True)
    writer.english(
        "A score is a pure function of scheme, completion, options, ledger, period and as-of date. Points are exact "
        "decimals; every deduction names its clause, its rule and the ledger rows behind it (scorecards.xlsx)."
    )
    writer.english(
        f"Units with unreported rules: {incomplete}. Rules with contradicting inputs: {conflicts}. "
        f"Ledger entries left out, with reasons in the Chinese text: {left_out}."
    )
    writer.english("To recompute:")
    writer.english(recompute_command(evaluation, "LEDGER", "OUT"))
    writer.english(f"Digest of the result: {result.digest}")
