"""Refuses schemes that score money from fines or confiscations: the law forbids it, directly and in disguise.

Administrative Penalty Law (2021) art. 74 para. 3; Regulation on the Business Environment art. 59. A count of unlawful
fines that were found (乱罚款) is no amount and is allowed.
"""

from __future__ import annotations

import re

from zhiheng.domain.refusals import Fault, Place
from zhiheng.domain.texts import Text
from zhiheng.rulefiles.nodes import Node

_MONEY = re.compile(
    r"\b(fine|fines|fined|confiscated|confiscations?|paid|payment_amount|fine_amount|fine_total)\b"
    r"|\bfine_|_fines?\b|_paid\b|_confiscated\b"
    r"|罚款(金额|总额|数额|收入|额|率)|罚没|没收(金额|总额|数额|收入)|缴款(金额|总额|率)|收缴(金额|率)",
    re.IGNORECASE,
)
_ALLOWED = re.compile(r"unlawful fines?|illegal fines?|乱罚款|违法罚款|违规罚款", re.IGNORECASE)
_YUAN = re.compile(r"元|\byuan\b|\brmb\b", re.IGNORECASE)
_OF_FINES = re.compile(r"罚|没收|缴款|\bfines?\b|\bconfiscat|\bpaid\b", re.IGNORECASE)
#: Whether and when parties pay decides what is collected: a score of it is one of the money collected.
_PAYMENT_CHECKS = re.compile(r"-(payment|collection)\b")
_READING_MEMBERS = ("measure", "formula", "metric_zh", "metric_en", "metric", "reads", "input", "name_zh", "target_of")


def money_faults(root: Node) -> list[Fault]:
    """Return a fault `money_input` for every rule that reads an amount of fines, confiscations or payments.

    `root` is that of a scheme or of a completion (where a member may be written as a path: `IND-CASES.formula`).
    """
    found: list[Fault] = []
    for node, clause in _rules(root, ""):
        for name, child in node.entries():
            words = " ".join(_texts(child))
            reads = name.rpartition(".")[2] in _READING_MEMBERS and _MONEY.search(_ALLOWED.sub("", words))
            reads = reads or (name == "checks" and _PAYMENT_CHECKS.search(words))
            if reads or (name in ("unit_zh", "unit_en") and _is_counted_in_money(node, words)):
                reason = Text("罚没款项不得作为评价的依据", "money from fines or confiscations must not be scored")
                remedy = Text(
                    "改用件数、比率等不含金额的指标（《行政处罚法》第七十四条第三款）",
                    "use a count or a rate without amounts (Administrative Penalty Law art. 74 para. 3)",
                )
                place = Place(file=root.faults.file, line=child.line, clause=clause)
                found.append(Fault("money_input", place, reason, remedy, words.strip()))
    return found


def _is_counted_in_money(node: Node, unit: str) -> bool:
    """Say whether a rule counts the yuan of fines: “每收缴罚款一万元” is an amount in the dress of a count."""
    words = " ".join([unit, *(node.text(name) for name in ("zh", "en"))])
    return bool(_YUAN.search(unit) and _OF_FINES.search(_ALLOWED.sub("", words)))


def _rules(node: Node, clause: str) -> list[tuple[Node, str]]:
    """Return every mapping of the file that may read something, with the id it stands under."""
    found: list[tuple[Node, str]] = []
    if node.is_mapping:
        own = node.get("id")
        clause = own.text() if own is not None and not own.is_mapping and not own.is_list else clause
        found.append((node, clause))
        for key, value in node.raw.value:
            if key.value not in ("completion", "test_vectors"):
                found += _rules(Node(value, node.faults, clause), clause)
    elif node.is_list:
        for child in node.items():
            found += _rules(child, clause)
    return found


def _texts(node: Node) -> list[str]:
    if node.is_mapping:
        return [text for key, value in node.raw.value for text in _texts(Node(value, node.faults))]
    if node.is_list:
        return [text for child in node.items() for text in _texts(child)]
    return [node.text()]
