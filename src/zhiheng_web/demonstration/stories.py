"""How far each body has come in the year under way: one in every state, so that every page has something to show."""

from __future__ import annotations

#: Cities in their order; the second and the tenth wait for whoever signs in.
CITIES = (
    "approved",
    "self_evaluation",
    "verification",
    "proposed",
    "signed",
    "notified",
    "under_review",
    "settled",
    "verification",
    "returned",
    "proposed",
    "self_evaluation",
    "notified",
    "settled",
)
DETACHMENTS = ("notified", "self_evaluation", "verification")
