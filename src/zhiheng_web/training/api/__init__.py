"""Operations of training, a module for each matter; each calls one query or one action, as its page does."""

from zhiheng_web.training.api import bulletins, campaigns, classes, contests, courses, enrolments, meetings, panels
from zhiheng_web.training.api.routing import router

__all__ = ["bulletins", "campaigns", "classes", "contests", "courses", "enrolments", "meetings", "panels", "router"]
