"""Stored things of training."""

from zhiheng_web.training.models.bulletins import Bulletin, Comment, Receipt, Series
from zhiheng_web.training.models.campaigns import Campaign, CampaignActivity, CampaignFocus, Focus
from zhiheng_web.training.models.classes import Answer, Enrolment, Question, SelfCheck, TrainingClass
from zhiheng_web.training.models.contests import (
    Candidate,
    Contest,
    FollowUp,
    Judge,
    Nominee,
    Recusal,
    Reward,
    Score,
)
from zhiheng_web.training.models.courses import Arrangement, Course, Participation
from zhiheng_web.training.models.meetings import AgendaItem, Attendance, Meeting, Proof, Study

__all__ = [
    "AgendaItem",
    "Answer",
    "Arrangement",
    "Attendance",
    "Bulletin",
    "Campaign",
    "CampaignActivity",
    "CampaignFocus",
    "Candidate",
    "Comment",
    "Contest",
    "Course",
    "Enrolment",
    "Focus",
    "FollowUp",
    "Judge",
    "Meeting",
    "Nominee",
    "Participation",
    "Proof",
    "Question",
    "Receipt",
    "Recusal",
    "Reward",
    "Score",
    "SelfCheck",
    "Series",
    "Study",
    "TrainingClass",
]
