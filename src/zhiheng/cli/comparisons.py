"""`zhiheng whatif` and `zhiheng replay`: what would have to be mended; what another scheme would have said."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer
from rich.table import Table

from zhiheng import api
from zhiheng.cli.console import Format, FormatOption, Lang, LangOption, language, out, print_json, say
from zhiheng.cli.evaluation import read_as_of, read_options
from zhiheng.cli.explanations import find_subject
from zhiheng.domain.evaluation import Evaluation
from zhiheng.domain.numbers import read_number, shortest
from zhiheng.domain.refusals import Fault, Place, Refusal
from zhiheng.domain.score import UnitScore
from zhiheng.domain.texts import Text
from zhiheng.engine.replay import UnitMove, replay
from zhiheng.engine.whatif import WhatIf, what_if


def attach(app: typer.Typer) -> None:
    """Add the commands to the application."""
    app.command("whatif")(whatif)
    app.command("replay")(replay_ledger)


def whatif(
    result: Annotated[Path, typer.Argument(help="evaluate 写的文件夹 / the folder that evaluate wrote")],
    *,
    unit: Annotated[str, typer.Option("--unit", help="单位编号或名称 / unit id or name")],
    points: Annotated[str, typer.Option("--points", help="要增加的分数；不填则到下一等次 / points to gain")] = "",
    fmt: FormatOption = Format.table,
    lang: LangOption = Lang.zh,
) -> None:
    """最少整改哪些问题可以升一个等次或多得 N 分。 The fewest corrections that reach the next grade or N more points.

    示例 Example: zhiheng whatif out --unit YL02 --points 5
    """
    evaluation = api.scoring.read_evaluation(result)
    card = find_subject(evaluation, unit)
    wanted = read_number(points) if points else None
    if points and wanted is None:
        reason = Text("--points 后面应为数字", "a number is expected after --points")
        raise Refusal(
            Fault("not_a_number", Place(clause="--points"), reason, Text("例如 --points 5", "--points 5"), points)
        )
    if not isinstance(card, UnitScore):
        card = evaluation.result.unit(card.unit_id)
    answer = what_if(evaluation, card, points=wanted)
    if fmt is Format.json:
        print_json(_answer(answer))
        return
    _print_answer(evaluation, card, answer)


def _answer(answer: WhatIf) -> dict[str, Any]:
    return {
        "unit_id": answer.unit_id,
        "score": shortest(answer.score),
        "target": shortest(answer.target),
        "grade_wanted": answer.grade_wanted,
        "possible": answer.possible,
        "cost": answer.cost,
        "reached": shortest(answer.reached),
        "note_zh": answer.note.zh,
        "note_en": answer.note.en,
        "corrections": [
            {"rule_id": c.rule_id, "cost": c.cost, "zh": c.text.zh, "en": c.text.en} for c in answer.corrections
        ],
        "prices": [{"sub_item_id": p.sub_item_id, "gain": shortest(p.gain), "cost": p.cost} for p in answer.prices],
    }


def _print_answer(evaluation: Evaluation, card: UnitScore, answer: WhatIf) -> None:
    zh = language() == "zh"
    names = {grade.id: say(grade.name) for grade in evaluation.scheme.grades}
    aim = f"（{names[answer.grade_wanted]}）" if answer.grade_wanted else ""
    now, to, then = (shortest(number) for number in (answer.score, answer.target, answer.reached))
    out.print(
        f"{card.name}：{now}" if answer.note.zh else f"{card.name}：{now} → {to}{aim}", style="bold", markup=False
    )
    if answer.note.zh:
        out.print(say(answer.note), markup=False)
    elif answer.score >= answer.target:
        out.print("已经达到。" if zh else "Already reached.")
    elif not answer.possible:
        out.print((f"全部整改也只能到 {then} 分。" if zh else f"Mending everything reaches {then}."), markup=False)
    else:
        told = f"最少整改 {answer.cost} 处，可到 {then} 分：" if zh else f"{answer.cost} corrections reach {then}:"
        out.print(told, markup=False)
    for correction in answer.corrections:
        out.print(f"  {correction.rule_id} {say(correction.text)}", markup=False)
    if answer.prices:
        table = Table(
            title="每项失分要整改多少处" if zh else "what winning back each sub-item costs", title_justify="left"
        )
        for head in ("评分项 可挽回分数 整改处数" if zh else "sub-item points corrections").split():
            table.add_column(head, justify="left" if head in ("评分项", "sub-item") else "right")
        for price in answer.prices:
            table.add_row(price.sub_item_id, shortest(price.gain), str(price.cost))
        out.print(table)


def replay_ledger(
    *,
    scheme: Annotated[str, typer.Option("--scheme", help="方案甲 / the one scheme")],
    against: Annotated[str, typer.Option("--against", help="方案乙 / the other scheme")],
    ledger: Annotated[Path, typer.Option("--ledger", help="台账 / ledger")],
    option: Annotated[list[str] | None, typer.Option("--option", help="甲的选项 / options of the one")] = None,
    against_option: Annotated[
        list[str] | None, typer.Option("--against-option", help="乙的选项 / of the other")
    ] = None,
    complete: Annotated[Path | None, typer.Option("--complete", help="甲的补充 / completion of the one")] = None,
    against_complete: Annotated[Path | None, typer.Option("--against-complete", help="乙的补充 / of the other")] = None,
    as_of: Annotated[str, typer.Option("--as-of", help="数据截止日 / as-of date")] = "",
    fmt: FormatOption = Format.table,
    lang: LangOption = Lang.zh,
) -> None:
    """同一台账按两个方案各算一遍：谁变了，因为哪一条。 One ledger under two schemes: who moves, by which clause.

    示例 Example: zhiheng replay --scheme hunan-2020 --against my-scheme.yaml --ledger ledger
    """
    day = read_as_of(as_of)
    before, after = api.evaluate_twice(
        api.Job(scheme=scheme, ledger=ledger, options=read_options(option or []), complete=complete, as_of=day),
        api.Job(
            scheme=against,
            ledger=ledger,
            options=read_options(against_option or []),
            complete=against_complete,
            as_of=day,
        ),
    )
    moves = replay(before, after)
    if fmt is Format.json:
        print_json([_move(move) for move in moves])
        return
    _print_moves(moves, before, after)


def _move(move: UnitMove) -> dict[str, Any]:
    return {
        "unit_id": move.unit_id,
        "name": move.name,
        "before": _side(move.before),
        "after": _side(move.after),
        "change": None if move.change is None else shortest(move.change),
        "clauses": [
            {
                "rule_id": clause.rule_id,
                "before": None if clause.before is None else shortest(clause.before),
                "after": None if clause.after is None else shortest(clause.after),
                "change": shortest(clause.change),
            }
            for clause in move.clauses
        ],
        "by_caps": shortest(move.by_caps),
    }


def _side(unit: UnitScore | None) -> dict[str, Any] | None:
    if unit is None:
        return None
    return {"score": shortest(unit.score), "rank": unit.rank, "grade": unit.grade}


def _print_moves(moves: tuple[UnitMove, ...], before: Evaluation, after: Evaluation) -> None:
    zh = language() == "zh"
    names = [_side_name(one, other) for one, other in ((before, after), (after, before))]
    table = Table(title=" → ".join(names), title_justify="left")
    for head in ("单位 甲 乙 变化 名次 起作用的条款" if zh else "unit one other change rank clauses").split():
        table.add_column(head, justify="right" if head in ("甲", "乙", "变化", "one", "other", "change") else "left")
    for move in moves:
        scores = [shortest(unit.score) if unit else "—" for unit in (move.before, move.after)]
        ranks = " → ".join(str(unit.rank) if unit else "—" for unit in (move.before, move.after))
        told = "、".join(f"{clause.rule_id} {_signed(clause.change)}" for clause in move.clauses[:6])
        more = f" …+{len(move.clauses) - 6}" if len(move.clauses) > 6 else ""
        caps = (f" 上限 {_signed(move.by_caps)}" if zh else f" caps {_signed(move.by_caps)}") if move.by_caps else ""
        change = "—" if move.change is None else _signed(move.change)
        table.add_row(move.name, *scores, change, ranks, told + more + caps or "—")
    out.print(table)


def _side_name(one: Evaluation, other: Evaluation) -> str:
    """Return a side by scheme and version, with the options in which it differs from the other side."""
    name = f"{one.scheme.id} {one.scheme.version}"
    if one.scheme.digest == other.scheme.digest:
        own, others = one.result.options, other.result.options
        differing = [f"{key}={value}" for key, value in own.items() if others.get(key) != value]
        name += f" [{', '.join(differing)}]" if differing else ""
    return name


def _signed(number: Any) -> str:
    return ("+" if number > 0 else "") + shortest(number)
