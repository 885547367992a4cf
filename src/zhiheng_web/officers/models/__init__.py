"""Stored things of the officers' months: lists, red cards tracked, accountability, awards, allocation."""

from zhiheng_web.officers.models.accountability import Accountability, Batch
from zhiheng_web.officers.models.awards import Allocation, AllocationLine, Award
from zhiheng_web.officers.models.months import Month, MonthCase, MonthLine, UnitLine
from zhiheng_web.officers.models.publishing import Circular, Comment, LogEntry
from zhiheng_web.officers.models.settings import Setting
from zhiheng_web.officers.models.trackings import TrackedFile, Tracking, TrackingStep

__all__ = [
    "Accountability",
    "Allocation",
    "AllocationLine",
    "Award",
    "Batch",
    "Circular",
    "Comment",
    "LogEntry",
    "Month",
    "MonthCase",
    "MonthLine",
    "Setting",
    "TrackedFile",
    "Tracking",
    "TrackingStep",
    "UnitLine",
]
