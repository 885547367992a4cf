"""`veto`: a situation that decides the grade whatever the score (一票否决); it takes no points."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar, Self

from zhiheng.domain.texts import Text
from zhiheng.ledgers.choices import ORGANS, OUTCOME_RESULTS
from zhiheng.rulefiles.nodes import Node
from zhiheng.schemes.scoring import Answer, Answers, Column, Gives, Ints, Scoring, Setting


@dataclass(frozen=True, slots=True)
class Veto(Scoring):
    """Holds when it is reported, or when an outcome of one of `organs` has one of `results` (CQ-34 to CQ-38)."""

    name: ClassVar[str] = "veto"
    gives: ClassVar[Gives] = "veto"
    organs: tuple[str, ...] = ()
    results: tuple[str, ...] = ()

    @property
    def answers(self) -> Answers:
        return "flag"

    @property
    def reads_outcomes(self) -> bool:
        """Whether rows of `outcomes` decide it."""
        return bool(self.results)

    @classmethod
    def read(cls, node: Node) -> Self:
        reads = node.get("reads_outcomes")
        if reads is None:
            return cls()
        reads.allow("organs", "results")
        reads.need("results")
        for name, known in (("organs", ORGANS), ("results", OUTCOME_RESULTS)):
            _refuse_unknown_words(reads, name, [str(choice.value) for choice in known])
        return cls(reads.texts("organs"), reads.texts("results"))

    def amounts(self) -> tuple[Decimal, ...]:
        return ()

    def uncapped(self, column: Column, setting: Setting) -> Ints:
        return column.numerator * 0

    def arithmetic(self, answer: Answer, unit: Text, setting: Setting) -> Text:
        if answer.value > 0:
            return Text("有此情形，一票否决", "this is the case: the veto holds")
        return Text("无此情形", "this is not the case")


def _refuse_unknown_words(node: Node, name: str, known: list[str]) -> None:
    """A word that no ledger can hold would make a veto that never holds."""
    for child in node.list_of(name):
        if child.text() not in known:
            reason = Text("台账 outcomes 表没有这个取值", "the ledger's table of outcomes has no such value")
            remedy = Text(f"可用：{'、'.join(known)}", f"one of: {', '.join(known)}")
            child.faults.add(child, "unknown_choice", reason, remedy, value=child.text())
