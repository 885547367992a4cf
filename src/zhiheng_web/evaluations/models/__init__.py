"""What is stored of evaluation cycles, a module for each stage of the procedure."""

from zhiheng_web.evaluations.models.consequences import Consequence, Mention
from zhiheng_web.evaluations.models.cycles import Assessment, Cycle, StateChange
from zhiheng_web.evaluations.models.deliberations import Attendance, Decision, Meeting
from zhiheng_web.evaluations.models.hearings import Notice, Objection, ObjectionLine, Proposal, Review
from zhiheng_web.evaluations.models.publications import Publication
from zhiheng_web.evaluations.models.scores import Card, Computation
from zhiheng_web.evaluations.models.selfevaluations import Claim, Submission
from zhiheng_web.evaluations.models.verifications import (
    Finding,
    Inspection,
    Investigation,
    Tolerance,
    Verification,
    Veto,
)

__all__ = [
    "Assessment",
    "Attendance",
    "Card",
    "Claim",
    "Computation",
    "Consequence",
    "Cycle",
    "Decision",
    "Finding",
    "Inspection",
    "Investigation",
    "Meeting",
    "Mention",
    "Notice",
    "Objection",
    "ObjectionLine",
    "Proposal",
    "Publication",
    "Review",
    "StateChange",
    "Submission",
    "Tolerance",
    "Verification",
    "Veto",
]
