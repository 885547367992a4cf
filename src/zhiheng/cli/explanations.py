"""`zhiheng explain`: the arithmetic of a score as a tree, down to the clause and the rows."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text as Line
from rich.tree import Tree

from zhiheng import api
from zhiheng.cli.console import Format, FormatOption, Lang, LangOption, language, out, print_json, say
from zhiheng.domain.evaluation import Evaluation
from zhiheng.domain.numbers import shortest
from zhiheng.domain.refusals import Fault, Place, Refusal
from zhiheng.domain.score import CaseScore, InputRow, ItemScore, RuleScore, SubItemScore, UnitScore
from zhiheng.domain.texts import Text
from zhiheng.ledgers import TABLES
from zhiheng.reports.check_rows import FINDINGS_TABLE, findings_by_check, parent_of, rule_out_of, title_of
from zhiheng.reports.labels import input_text, origin_text


def attach(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command("explain")(explain)


def explain(
    result: Annotated[Path, typer.Argument(help="evaluate 写的文件夹 / the folder that evaluate wrote")],
    *,
    unit: Annotated[str, typer.Option("--unit", help="单位编号、名称或案件编号 / unit id or name, or case id")],
    rule: Annotated[str, typer.Option("--rule", help="只看一条规则或一项 / one rule or item only")] = "",
    everything: Annotated[bool, typer.Option("--all", help="连未扣分的也列出 / list what cost nothing too")] = False,
    fmt: FormatOption = Format.table,
    lang: LangOption = Lang.zh,
) -> None:
    """把一个分数展开到条款和数据行。 Unfold a score down to the clause and the rows.

    示例 Example: zhiheng explain out --unit YL02 --rule D03-2-a
    """
    evaluation = api.scoring.read_evaluation(result)
    subject = find_subject(evaluation, unit)
    if fmt is Format.json:
        _print_as_json(evaluation, subject, rule)
        return
    tree = _Branches(evaluation, rule, everything=everything or bool(rule)).of(subject)
    out.print(tree)


def find_subject(evaluation: Evaluation, wanted: str) -> UnitScore | CaseScore:
    """Return the card of a unit (by id or name) or of a case. Raises Refusal where there is none."""
    try:
        return evaluation.result.unit(wanted)
    except KeyError:
        for case in evaluation.result.cases or ():
            if case.case_id == wanted:
                return case
    names = "、".join(f"{card.unit_id} {card.name}" for card in evaluation.result.units[:10])
    if wanted in evaluation.result.not_reviewed:
        reason = Text(f"案件 {wanted} 还没有评查记录", f"case {wanted} has not been reviewed")
        remedy = Text("在 findings 表填写问题后重新评价", "report its problems in `findings` and evaluate again")
        raise Refusal(Fault("not_reviewed", Place(clause="--unit"), reason, remedy, wanted))
    reason = Text(f"结果里没有“{wanted}”", f"the result has no `{wanted}`")
    raise Refusal(Fault("no_unit", Place(clause="--unit"), reason, Text(f"可用：{names}", f"known: {names}"), wanted))


def _print_as_json(evaluation: Evaluation, subject: UnitScore | CaseScore, wanted: str) -> None:
    body = api.scoring.to_json(evaluation.result)
    key, own = ("unit_id", body["units"]) if isinstance(subject, UnitScore) else ("case_id", body["cases"])
    card = next(card for card in own if card[key] == getattr(subject, key))
    if not wanted:
        print_json(card)
        return
    rules = [rule for item in card["items"] for sub in item["sub_items"] for rule in sub["rules"]]
    rules += [rule for bonus in card.get("bonus_items", ()) for rule in bonus["rules"]]
    told = next((rule for rule in rules if rule["id"] == wanted), None)
    if told is None:
        _refuse_rule(evaluation, wanted)
    assert told is not None
    clause = evaluation.scheme.rule(wanted).clause
    told["clause_zh"], told["clause_en"] = clause.zh, clause.en
    told["row_details"] = [dict(evaluation.rows[ref].columns) for ref in told["rows"] if ref in evaluation.rows]
    print_json(told)


def _refuse_rule(evaluation: Evaluation, wanted: str) -> None:
    reason = Text(f"方案 {evaluation.scheme.id} 没有“{wanted}”", f"scheme {evaluation.scheme.id} has no `{wanted}`")
    remedy = Text(
        f"用 zhiheng schemes show {evaluation.scheme.id} 查看编号", f"see `zhiheng schemes show {evaluation.scheme.id}`"
    )
    raise Refusal(Fault("unknown_rule", Place(clause="--rule"), reason, remedy, wanted))


class _Branches:
    """Builds the tree of one card; branches that cost nothing are counted, not drawn, unless all are asked for."""

    def __init__(self, evaluation: Evaluation, wanted: str, *, everything: bool) -> None:
        self.evaluation, self.wanted, self.everything = evaluation, wanted, everything
        self.rules = {rule.id: rule for rule in evaluation.scheme.every_rule()}
        self.zh = language() == "zh"
        self.colon = "：" if self.zh else ": "
        known = set(self.rules) | {item.id for part in evaluation.scheme.parts for item in part.items}
        known |= {sub_item.id for _, _, sub_item in evaluation.scheme.sub_items()}
        if wanted and wanted not in known:
            _refuse_rule(evaluation, wanted)

    def of(self, subject: UnitScore | CaseScore) -> Tree:
        if isinstance(subject, CaseScore):
            head = f"{subject.case_id}{self.colon}{shortest(subject.score)}" + (
                f"（第 {subject.round} 轮）" if self.zh else f" (round {subject.round})"
            )
            tree = Tree(Line(head, style="bold"))
            for item in subject.items:
                self._item(tree, item)
            return tree
        bonus = f" + {shortest(subject.bonus)}" if subject.bonus else ""
        total = shortest(subject.score)
        head = (
            f"{subject.name} {subject.unit_id}{self.colon}{shortest(subject.base)}{bonus} = {total}"
            if bonus
            else f"{subject.name} {subject.unit_id}{self.colon}{total}"
        )
        tree = Tree(Line(head, style="bold"))
        for veto in subject.vetoes:
            told = "一票否决" if self.zh else "veto"
            tree.add(Line(f"{told} {veto.id} {say(veto.why)} ← {'、'.join(veto.rows)}", style="bold red"))
        for item in subject.items:
            self._item(tree, item)
        self._cases(tree, subject)
        for bonus_item in subject.bonus_items:
            if self._wants(bonus_item.id, bonus_item.rules) and (self.everything or bonus_item.points):
                branch = tree.add(
                    Line(f"{bonus_item.id} {self._name(bonus_item.id)}{self.colon}+{shortest(bonus_item.points)}")
                )
                for rule in bonus_item.rules:
                    self._rule(branch, rule)
        if subject.not_reported and not self.wanted:
            listed = "、".join(subject.not_reported)
            told = (
                f"未报告 {len(subject.not_reported)} 条：{listed}"
                if self.zh
                else f"{len(subject.not_reported)} not reported: {listed}"
            )
            tree.add(Line(told, style="yellow"))
        return tree

    def _cases(self, tree: Tree, unit: UnitScore) -> None:
        """List the cases whose average the score of a unit is; each opens by its own id."""
        own = [case for case in self.evaluation.result.cases or () if case.unit_id == unit.unit_id]
        if not own or self.wanted:
            return
        scores = " + ".join(shortest(case.score) for case in own[:8]) + (" + …" if len(own) > 8 else "")
        told = f"{len(own)} 件案卷的平均" if self.zh else f"the average of {len(own)} cases"
        branch = tree.add(Line(f"{told}{self.colon}({scores}) ÷ {len(own)} = {shortest(unit.score)}", style="bold"))
        for case in own[:50]:
            branch.add(Line(f"--unit {case.case_id}  {shortest(case.score)}"))

    def _wants(self, holder: str, rules: tuple[RuleScore, ...]) -> bool:
        return not self.wanted or self.wanted == holder or any(rule.id == self.wanted for rule in rules)

    def _item(self, tree: Tree, item: ItemScore) -> None:
        rules = tuple(rule for sub in item.sub_items for rule in sub.rules)
        inside = self._wants(item.id, rules) or any(self.wanted == sub.id for sub in item.sub_items)
        if not inside or not (self.everything or item.deducted or any(rule.exempted for rule in rules)):
            return
        full = f"{shortest(item.points)} − {shortest(item.deducted)} = {shortest(item.points - item.deducted)}"
        told = full if item.points else f"−{shortest(item.deducted)}"
        branch = tree.add(Line(f"{item.id} {self._name(item.id)}{self.colon}{told}", style="bold"))
        for sub in item.sub_items:
            if self._wants(item.id, sub.rules) or self.wanted == sub.id:
                self._sub_item(branch, sub)

    def _sub_item(self, branch: Tree, sub: SubItemScore) -> None:
        if not (self.everything or sub.deducted or any(rule.exempted for rule in sub.rules)):
            return
        clause = next((s.clause for _, _, s in self.evaluation.scheme.sub_items() if s.id == sub.id), Text(""))
        end = ("（已扣完）" if self.zh else " (capped)") if sub.capped else ""
        twig = branch.add(Line(f"{sub.id}{self.colon}−{shortest(sub.deducted)}{end}"))
        twig.add(Line(f"{'条款' if self.zh else 'clause'}{self.colon}{clause.zh}", style="italic"))
        if not self.zh and clause.en:
            twig.add(Line(clause.en, style="italic"))
        for rule in sub.rules:
            self._rule(twig, rule)

    def _rule(self, branch: Tree, rule: RuleScore) -> None:
        if self.wanted in self.rules and rule.id != self.wanted:
            return
        if not (self.everything or rule.points or rule.exempted):
            return
        words = say(self.rules[rule.id].text) if rule.id in self.rules else ""
        sign = "+" if rule.points > 0 else ""
        leaf = branch.add(
            Line(f"{rule.id} {words}{self.colon}{sign}{_points(rule.points)}  {say(rule.why)}", style="cyan")
        )
        leaf.add(Line(f"{'输入' if self.zh else 'input'}{self.colon}{rule.input or '—'} ← {say(input_text(rule))}"))
        rows = rule.rows
        measured = rule.measured
        if measured is not None and measured.denominator_rows and measured.numerator_rows != measured.denominator_rows:
            held, of = frozenset(measured.numerator_rows), len(measured.denominator_rows)
            short = sum(1 for ref in measured.denominator_rows if ref not in held)
            rows = tuple(ref for ref in rule.rows if ref not in held)
            leaf.add(Line(f"{'未达标的' if self.zh else 'what falls short'}{self.colon}{short} / {of}"))
        self._rule_out(leaf, rule)
        for ref in rows[:50]:
            leaf.add(Line(self._row(ref, rule)))
        if len(rows) > 50:
            leaf.add(Line(f"… {len(rows) - 50}"))
        for other in rule.other_inputs:
            told = "另有输入未采用" if self.zh else "another input, not used"
            if other.rows:
                origin = say(origin_text(other.input_from, other.source))
                leaf.add(
                    Line(
                        f"{told}{self.colon}{other.value} ← {origin}",
                        style="yellow",
                    )
                )

    def _rule_out(self, leaf: Tree, rule: RuleScore) -> None:
        """Say, for every check that found something, what people must rule out before the finding is relied on."""
        for check, _ in findings_by_check(self.evaluation, rule):
            told = "先排除" if self.zh else "rule out first"
            leaf.add(Line(f"{say(title_of(check))}——{told}{self.colon}{say(rule_out_of(check))}", style="dim"))

    def _row(self, ref: str, rule: RuleScore) -> str:
        row = self.evaluation.rows.get(ref)
        if row is not None and row.table == FINDINGS_TABLE:
            check = self.evaluation.rows.get(parent_of(ref))
            subject = row.columns.get("case_id") or row.columns.get("complaint_id") or row.columns.get("unit_id", "")
            named = say(title_of(check)) if check else row.columns["check_id"]
            return f"{ref}  {named} {subject} {row.columns.get('occurred_at', '')[:10]}".rstrip()
        kept = (
            "occurred_at",
            "quantity",
            "value",
            "amount",
            "mended",
            "source",
            "evidence",
            "case_id",
            "exemption_reason",
        )
        told = " ".join(self._cell(row, name) for name in kept if row and name in row.columns)
        zero = ("  容错，计 0 分" if self.zh else "  tolerated, 0 points") if ref in rule.exempted_rows else ""
        return f"{ref}  {told}{zero}".rstrip()

    def _cell(self, row: InputRow, name: str) -> str:
        """Return a cell as people read it: a listed value by its label."""
        value = row.columns[name]
        for choice in TABLES[row.table].column(name).choices if self.zh else ():
            if str(choice.value) == value:
                return choice.label
        return value

    def _name(self, item_id: str) -> str:
        for part in self.evaluation.scheme.parts:
            for item in part.items:
                if item.id == item_id:
                    return say(item.name)
        return ""


def _points(points: Decimal) -> str:
    return shortest(points).replace("-", "−")
