"""`zhiheng draw`: commit to a population, draw from it, repeat a draw, work out sizes. The rules are in sampling."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.table import Table

from zhiheng import sampling
from zhiheng.cli.console import Format, FormatOption, Lang, LangOption, language, out, print_json
from zhiheng.cli.paragraphs import tell
from zhiheng.domain.numbers import read_rate, shortest
from zhiheng.domain.refusals import Fault, Place, Refusal
from zhiheng.domain.texts import Text
from zhiheng.sampling import Draw, SheetDifference

draw_app = typer.Typer(rich_markup_mode=None, invoke_without_command=True)

_RANK_DIGITS = 16
_MOST_SHOWN = 20

SizeOption = Annotated[int | None, typer.Option("--size", help="抽取个数 / how many are drawn")]
StrataOption = Annotated[str, typer.Option("--strata", help="按此列分层 / column of the strata")]
WeightsOption = Annotated[str, typer.Option("--weights", help="按此列的权重抽取 / column of the weights")]
CommitmentOption = Annotated[
    Path | None, typer.Option("--commitment", help="事先公布的承诺 / the commitment published beforehand")
]
SupersedesOption = Annotated[
    Path | None, typer.Option("--supersedes", help="重抽所取代的签单 / the sheet that a redraw supersedes")
]


def attach(app: typer.Typer) -> None:
    """Add the command and those below it to the application."""
    app.add_typer(draw_app, name="draw")


@draw_app.callback()
def draw(
    context: typer.Context,
    *,
    population: Annotated[
        Path | None, typer.Option("--population", help="总体 CSV，第一列为编号 / CSV, ids in its first column")
    ] = None,
    size: SizeOption = None,
    seed: Annotated[str | None, typer.Option("--seed", help="事先公布的种子 / seed announced beforehand")] = None,
    strata: StrataOption = "",
    weights: WeightsOption = "",
    commitment: CommitmentOption = None,
    drawn_at: Annotated[
        str, typer.Option("--drawn-at", help="抽取的日期或时刻，记入签单 / day or instant, kept in the sheet")
    ] = "",
    reason: Annotated[str, typer.Option("--reason", help="重抽的理由 / why it is drawn again")] = "",
    supersedes: SupersedesOption = None,
    fmt: FormatOption = Format.table,
    lang: LangOption = Lang.zh,
) -> None:
    """抽取人人可以重做的样本；draw verify 重做一张签单。 Draw a sample that anyone can repeat.

    示例 Example: zhiheng draw --population cases.csv --size 20 --seed 2025-11-15-双色球-031217
    """
    if context.invoked_subcommand is not None:
        return
    promise = None if commitment is None else sampling.read_commitment(commitment)
    if population is None or seed is None or (size is None and (promise is None or promise.size is None)):
        raise _option_missing({"--population": population, "--size": size, "--seed": seed})
    redraw = _redraw(reason, supersedes)
    moment = _moment("--drawn-at", drawn_at) if drawn_at else None
    if promise is not None:
        people = sampling.read_population(
            population, strata or promise.strata_column, weights or promise.weights_column
        )
        drawn = sampling.draw_committed(promise, people, seed=seed, size=size, drawn_at=moment, redraw=redraw)
    else:
        people = sampling.read_population(population, strata, weights)
        drawn = sampling.draw(
            people.ids,
            size=size or 0,
            seed=seed,
            strata=people.strata,
            column=people.column,
            weights=people.weights,
            weights_column=people.weights_column,
            redraw=redraw,
        )
    if fmt is Format.json:
        print_json(drawn.sheet())
    else:
        _print_draw(drawn)


@draw_app.command("commit")
def commit(
    *,
    population: Annotated[Path, typer.Option("--population", help="总体 CSV / the population as CSV")],
    seed_source: Annotated[str, typer.Option("--seed-source", help="将用什么作种子 / what will be the seed")],
    not_before: Annotated[
        str, typer.Option("--not-before", help="种子最早产生的日期或时刻 / when the seed can first be known")
    ],
    seed_form: Annotated[
        str, typer.Option("--seed-form", help="种子的写法，每个数字写 # / how it is written, # for a digit")
    ] = "",
    size: SizeOption = None,
    strata: StrataOption = "",
    weights: WeightsOption = "",
    exclude: Annotated[
        Path | None, typer.Option("--exclude", help="排除清单 CSV：编号、理由 / CSV of ids and reasons")
    ] = None,
    lang: LangOption = Lang.zh,
) -> None:
    """种子产生之前承诺总体，打印供公布的承诺。 Commit to a population before the seed is known.

    示例 Example: zhiheng draw commit --population cases.csv --seed-source 双色球2026133期红球 --not-before 2026-11-19
    """
    people = sampling.read_population(population, strata, weights)
    promise = sampling.commit(
        people,
        seed_source=seed_source,
        seed_not_before=_moment("--not-before", not_before),
        seed_form=seed_form,
        size=size,
        exclusions=() if exclude is None else sampling.read_exclusions(exclude),
    )
    print_json(promise.sheet())


@draw_app.command("verify")
def verify(
    sheet: Annotated[Path, typer.Argument(help="draw --format json 的输出 / what draw --format json printed")],
    *,
    population: Annotated[Path, typer.Option("--population", help="抽取时的总体 CSV / the population as it was")],
    commitment: CommitmentOption = None,
    seed: Annotated[
        str | None, typer.Option("--seed", help="公开产生的种子，一并核对 / the seed as it came up in public")
    ] = None,
    supersedes: SupersedesOption = None,
    fmt: FormatOption = Format.table,
    lang: LangOption = Lang.zh,
) -> None:
    """重做一张签单；不一致的逐项列出，退出状态 1。 Repeat a sheet; what differs is listed, with exit status 1.

    示例 Example: zhiheng draw verify sheet.json --population cases.csv
    """
    told = sampling.read_sheet(sheet)
    former = None if supersedes is None else sampling.read_sheet_body(supersedes)
    people = sampling.read_population(population, told.column, "" if told.weights is None else told.weights["column"])
    if commitment is not None:
        promise = sampling.read_commitment(commitment)
        differences = sampling.repeat_committed(told, promise, people, seed=seed, former=former)
    else:
        differences = sampling.repeat(
            told, people.ids, strata=people.strata, weights=people.weights, former=former, seed=seed
        )
    if fmt is Format.json:
        listed = [_as_json(one) for one in differences]
        print_json({"ok": not differences, "population_digest": told.population_digest, "differences": listed})
    elif differences:
        _print_differences(differences)
        if told.commitment and commitment is None:
            tell(Text("签单依承诺抽取：请给出 --commitment。", "It rests on a commitment: give --commitment."))
    else:
        _print_verified(told, commitment is not None)
    if differences:
        raise typer.Exit(1)


@draw_app.command("size")
def size_needed(
    *,
    population_size: Annotated[
        int | None, typer.Option("--population-size", help="总体个数，不写为无限 / ids there are; none: endless")
    ] = None,
    rate: Annotated[str, typer.Option("--rate", help="预计的比率 / the rate expected")] = "",
    half_width: Annotated[str, typer.Option("--half-width", help="区间的半宽 / half the interval's width")] = "",
    at_least: Annotated[
        str, typer.Option("--at-least", help="达到此比率时至少抽到一件 / meet one where the rate is this or more")
    ] = "",
    threshold: Annotated[str, typer.Option("--threshold", help="序贯：界限 / sequential: the threshold")] = "",
    max_size: Annotated[int, typer.Option("--max-size", help="序贯：最多抽 / sequential: at most")] = 200,
    looks: Annotated[int, typer.Option("--looks", help="序贯：查看次数 / sequential: looks")] = 5,
    confidence: Annotated[str, typer.Option("--confidence", help="置信度 / confidence")] = "0.95",
    fmt: FormatOption = Format.table,
    lang: LangOption = Lang.zh,
) -> None:
    """要抽多少：按半宽、按至少抽到一件，或序贯查看。 How many to draw: for a half-width, to meet one, or in looks.

    示例 Example: zhiheng draw size --population-size 300 --rate 10% --half-width 5%
    """
    sure = _rate("--confidence", confidence)
    if threshold:
        plan = sampling.SequentialPlan(_rate("--threshold", threshold), sure, max_size, looks, population_size)
        _print_plan(plan, fmt)
        return
    if at_least:
        needed = sampling.size_to_detect(population_size, _rate("--at-least", at_least), sure)
    elif rate and half_width:
        expected, half = _rate("--rate", rate), _rate("--half-width", half_width)
        needed = sampling.size_for_rate(population_size, expected, half, sure)
    else:
        raise _option_missing({"--rate": rate or None, "--half-width": half_width or None})
    if fmt is Format.json:
        print_json({"size": needed, "population": population_size, "confidence": shortest(sure)})
    else:
        tell(Text(f"要抽 {needed} 件。", f"{needed} are to be drawn."), style="bold")


def _redraw(reason: str, supersedes: Path | None) -> sampling.Redraw | None:
    if supersedes is None and not reason:
        return None
    if supersedes is None or not reason.strip():
        raise _option_missing({"--reason": reason.strip() or None, "--supersedes": supersedes})
    return sampling.redraw_of(sampling.read_sheet_body(supersedes), reason)


def _moment(option: str, written: str) -> sampling.Moment:
    try:
        return sampling.read_moment(written)
    except ValueError:
        reason = Text("不是日期，也不是时刻", "this is neither a day nor an instant")
        remedy = Text("写作 2026-11-19 或 2026-11-19T21:30:00+08:00", "write 2026-11-19 or 2026-11-19T21:30:00+08:00")
        raise Refusal(Fault("bad_moment", Place(clause=option), reason, remedy, written)) from None


def _rate(option: str, written: str) -> Decimal:
    rate = read_rate(written)
    if rate is None or not 0 < rate < 1:
        reason = Text("不是 0 与 1 之间的比率", "this is no rate between 0 and 1")
        remedy = Text("写作 0.05 或 5%", "write 0.05 or 5%")
        raise Refusal(Fault("bad_rate", Place(clause=option), reason, remedy, written))
    return rate


def _option_missing(given: dict[str, Any]) -> Refusal:
    reason = Text("缺少选项", "an option is missing")
    remedy = Text(
        "例如 zhiheng draw --population cases.csv --size 20 --seed 事先公布的文字；要抽多少见 zhiheng draw size --help",
        "for example zhiheng draw --population cases.csv --size 20 --seed TEXT; for sizes zhiheng draw size --help",
    )
    return Refusal(
        Fault("missing_option", Place(clause=name), reason, remedy) for name, value in given.items() if value is None
    )


def _print_verified(told: sampling.Sheet, committed: bool) -> None:
    count = len(told.drawn)
    tell(
        Text(
            f"已核验：从这个总体、用种子“{told.seed}”重做，抽到的 {count} 个完全一致。",
            f"Verified: repeated from this population with the seed `{told.seed}`, the same {count} are drawn.",
        ),
        style="bold green",
    )
    tell(Text(f"总体摘要：{told.population_digest}", f"population digest: {told.population_digest}"))
    if committed:
        tell(Text(f"与承诺一致：{told.commitment}", f"as committed: {told.commitment}"))
    if told.redraw is not None:
        _print_redraw(told.redraw)


def _print_redraw(redraw: sampling.Redraw) -> None:
    tell(
        Text(
            f"第 {redraw.number} 次抽取，理由：{redraw.reason}；取代 {redraw.supersedes}",
            f"draw number {redraw.number}, because: {redraw.reason}; supersedes {redraw.supersedes}",
        ),
        style="yellow",
    )


def _print_plan(plan: sampling.SequentialPlan, fmt: Format) -> None:
    rows = [{"drawn": look.drawn, "below": look.below, "above": look.above} for look in plan.boundaries()]
    if fmt is Format.json:
        told = {"threshold": shortest(plan.threshold), "confidence": shortest(plan.confidence)}
        print_json({**told, "population": plan.population, "looks": rows})
        return
    table = Table()
    zh = language() == "zh"
    for head in ["抽到", "低于界限：至多", "高于界限：至少"] if zh else ["drawn", "below: at most", "above: at least"]:
        table.add_column(head, justify="right")
    for row in rows:
        table.add_row(*("—" if value is None else str(value) for value in row.values()))
    out.print(table)
    tell(
        Text(
            "介于两者之间的，抽到下一次再看；最后一次仍在其间的，与界限分不清。",
            "Between the two, draw on to the next look; at the last look it cannot be told apart from the threshold.",
        )
    )


def _print_draw(drawn: Draw) -> None:
    zh = language() == "zh"
    tell(Text(f"总体：{drawn.population} 个编号", f"population: {drawn.population} ids"))
    tell(Text(f"总体摘要：{drawn.population_digest}", f"population digest: {drawn.population_digest}"))
    tell(Text(f"种子：{drawn.seed}", f"seed: {drawn.seed}"))
    if drawn.repeated:
        named = "、".join(drawn.repeated[:_MOST_SHOWN]) + ("…" if len(drawn.repeated) > _MOST_SHOWN else "")
        count = len(drawn.repeated)
        tell(
            Text(f"重复的编号 {count} 个，各算一个：{named}", f"{count} repeated ids, each counted once: {named}"),
            style="yellow",
        )
    for stratum in drawn.strata or ():
        tell(
            Text(
                f"  {drawn.column} {stratum.name}：{stratum.members} 个中抽 {stratum.size} 个",
                f"  {drawn.column} {stratum.name}: {stratum.size} of {stratum.members}",
            )
        )
    if drawn.commitment:
        tell(Text(f"所依承诺：{drawn.commitment}", f"commitment: {drawn.commitment}"))
    if drawn.redraw is not None:
        _print_redraw(drawn.redraw)
    table = Table()
    heads = ["序号", "编号", "秩（前 16 位）"] if zh else ["no.", "id", "rank (first 16 digits)"]
    further = [drawn.column] if drawn.strata is not None else []
    further += [drawn.weights_column or "权重 weight"] if drawn.weights_digest else []
    for head in [*heads, *further]:
        table.add_column(head, overflow="fold")
    for number, one in enumerate(drawn.drawn, start=1):
        row = [str(number), one.id, one.rank[:_RANK_DIGITS]]
        table.add_row(*row, *(value for value in (one.stratum, one.weight) if value))
    out.print(table)
    tell(
        Text(
            "加 --format json 得到签单；任何人可用 zhiheng draw verify 重做。",
            "--format json gives the sheet, which anyone can repeat with `zhiheng draw verify`.",
        )
    )


def _as_json(one: SheetDifference) -> dict[str, str]:
    told = {"member": one.member, "stated": one.stated, "repeated": one.repeated}
    return {**told, "text_zh": one.text.zh, "text_en": one.text.en}


def _print_differences(differences: list[SheetDifference]) -> None:
    count = len(differences)
    tell(Text(f"不一致：{count} 处。", f"It differs in {count} places."), style="bold red")
    for one in differences[:_MOST_SHOWN]:
        stated, again = one.stated or "—", one.repeated or "—"
        tell(
            Text(
                f"- {one.member}：{one.text.zh}；签单写 {stated}，重做得 {again}",
                f"- {one.member}: {one.text.of('en')}; the sheet has {stated}, the repetition {again}",
            )
        )
    if count > _MOST_SHOWN:
        tell(Text(f"…另有 {count - _MOST_SHOWN} 处。", f"… and {count - _MOST_SHOWN} more."))
