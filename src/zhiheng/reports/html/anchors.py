"""The ids that links of the page point at. They depend on ids of ledger and scheme alone, so links stay valid."""

from __future__ import annotations


def safe(text: str) -> str:
    """Return `text` as part of an id: letters of any script, digits, `-`, `_` and `.` stay, others become `~hex`."""
    return "".join(sign if sign.isalnum() or sign in "-_." else f"~{ord(sign):x}" for sign in text)


def of_unit(unit_id: str) -> str:
    """Return the id of a unit's scorecard."""
    return f"u-{safe(unit_id)}"


def of_case(case_id: str) -> str:
    """Return the id of a case's review card."""
    return f"c-{safe(case_id)}"


def of_rule(holder: str, rule_id: str) -> str:
    """Return the id of a rule (or veto) inside a scorecard: `u-<unit>-<rule>`."""
    return f"{holder}-{safe(rule_id)}"


def of_item(holder: str, item_id: str) -> str:
    """Return the id of an item; schemes may give an item and its only rule the same id, so it is marked."""
    return f"{holder}-item-{safe(item_id)}"


def of_sub_item(holder: str, sub_item_id: str) -> str:
    """Return the id of a sub-item inside a scorecard."""
    return f"{holder}-sub-{safe(sub_item_id)}"


def of_option(option_id: str) -> str:
    """Return the id of an option's row in the head of the page."""
    return f"option-{safe(option_id)}"


def of_question(ambiguity: str) -> str:
    """Return the id of an open question's row; the catalogue's id names it."""
    return f"question-{safe(ambiguity)}"
