"""`zhiheng draw`: a sample that anyone can repeat, and `zhiheng draw verify`, which repeats one."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from zhiheng import sampling
from zhiheng.cli.console import Format, FormatOption, Lang, LangOption, language, out, print_json
from zhiheng.cli.paragraphs import tell
from zhiheng.domain.refusals import Fault, Place, Refusal
from zhiheng.domain.texts import Text
from zhiheng.sampling import Draw, SheetDifference

draw_app = typer.Typer(rich_markup_mode=None, invoke_without_command=True)

_RANK_DIGITS = 16
_MOST_SHOWN = 20


def attach(app: typer.Typer) -> None:
    """Add the command and `verify` below it to the application."""
    app.add_typer(draw_app, name="draw")


@draw_app.callback()
def draw(
    context: typer.Context,
    *,
    population: Annotated[
        Path | None, typer.Option("--population", help="总体 CSV，第一列为编号 / CSV, ids in its first column")
    ] = None,
    size: Annotated[int | None, typer.Option("--size", help="抽取个数 / how many are drawn")] = None,
    seed: Annotated[str | None, typer.Option("--seed", help="事先公布的种子 / seed announced beforehand")] = None,
    strata: Annotated[str, typer.Option("--strata", help="按此列分层 / column of the strata")] = "",
    fmt: FormatOption = Format.table,
    lang: LangOption = Lang.zh,
) -> None:
    """抽取人人可以重做的样本；draw verify 重做一张签单。 Draw a sample that anyone can repeat.

    示例 Example: zhiheng draw --population cases.csv --size 20 --seed 2025-11-15-双色球-031217
    """
    if context.invoked_subcommand is not None:
        return
    if population is None or size is None or seed is None:
        raise _option_missing(population, size, seed)
    people = sampling.read_population(population, strata)
    drawn = sampling.draw(people.ids, size=size, seed=seed, strata=people.strata, column=people.column)
    if fmt is Format.json:
        print_json(drawn.sheet())
    else:
        _print_draw(drawn)


@draw_app.command("verify")
def verify(
    sheet: Annotated[Path, typer.Argument(help="draw --format json 的输出 / what draw --format json printed")],
    *,
    population: Annotated[Path, typer.Option("--population", help="抽取时的总体 CSV / the population as it was")],
    fmt: FormatOption = Format.table,
    lang: LangOption = Lang.zh,
) -> None:
    """重做一张签单；不一致的逐项列出，退出状态 1。 Repeat a sheet; what differs is listed, with exit status 1.

    示例 Example: zhiheng draw verify sheet.json --population cases.csv
    """
    told = sampling.read_sheet(sheet)
    people = sampling.read_population(population, told.column)
    differences = sampling.repeat(told, people.ids, strata=people.strata)
    if fmt is Format.json:
        listed = [_as_json(one) for one in differences]
        print_json({"ok": not differences, "population_digest": told.population_digest, "differences": listed})
    elif differences:
        _print_differences(differences)
    else:
        tell(
            Text(
                f"已核验：从这个总体、用种子“{told.seed}”重做，抽到的 {len(told.drawn)} 个完全一致。",
                f"Verified: repeated from this population with the seed `{told.seed}`, the same {len(told.drawn)} are"
                " drawn.",
            ),
            style="bold green",
        )
        tell(Text(f"总体摘要：{told.population_digest}", f"population digest: {told.population_digest}"))
    if differences:
        raise typer.Exit(1)


def _option_missing(population: Path | None, size: int | None, seed: str | None) -> Refusal:
    given = {"--population": population, "--size": size, "--seed": seed}
    reason = Text("缺少选项", "an option is missing")
    remedy = Text(
        "例如 zhiheng draw --population cases.csv --size 20 --seed 事先公布的文字",
        "for example zhiheng draw --population cases.csv --size 20 --seed TEXT",
    )
    return Refusal(
        Fault("missing_option", Place(clause=name), reason, remedy) for name, value in given.items() if value is None
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
    table = Table()
    heads = ["序号", "编号", "秩（前 16 位）"] if zh else ["no.", "id", "rank (first 16 digits)"]
    for head in [*heads, *([drawn.column] if drawn.strata is not None else [])]:
        table.add_column(head, overflow="fold")
    for number, one in enumerate(drawn.drawn, start=1):
        row = [str(number), one.id, one.rank[:_RANK_DIGITS]]
        table.add_row(*row, *([one.stratum] if drawn.strata is not None else []))
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
