"""Operations of supervision, a module for each matter; each calls one query or one action, as its page does."""

from zhiheng_web.supervision.api import external, letters, months, replies, years
from zhiheng_web.supervision.api.routing import router

__all__ = ["external", "letters", "months", "replies", "router", "years"]
