"""Operations on cases, documents of their files, officers and interests."""

from zhiheng_web.cases.api import cases, documents, officers
from zhiheng_web.cases.api.routing import router

__all__ = ["cases", "documents", "officers", "router"]
