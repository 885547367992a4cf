"""Review procedures as data: card, levels, rounds, limits, readers, a file a scheme; read and checked here."""

from zhiheng_web.reviews.procedures.reading import (
    Aspect,
    FindingClass,
    Item,
    ReviewRules,
    every_rules,
    rules_for,
    rules_from,
)

__all__ = ["Aspect", "FindingClass", "Item", "ReviewRules", "every_rules", "rules_for", "rules_from"]
