"""What every page knows without its view saying so: language, display, who is signed in with which posts, the menu."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version
from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from zhiheng_web.lib.clock import now
from zhiheng_web.lib.display import COOKIE, read_display
from zhiheng_web.lib.jobs import waiting_for
from zhiheng_web.lib.menus import menu_of
from zhiheng_web.lib.policy import ROLE_TEXTS, Role, posts_of
from zhiheng_web.lib.words import language


def _version() -> str:
    try:
        return version("zhiheng")
    except PackageNotFoundError:
        return ""


VERSION = _version()


def page(request: HttpRequest) -> dict[str, Any]:
    """Return what `lib/page.html` needs. Menu and posts are asked for only where a page shows them."""
    person = getattr(request, "user", None)
    # A sign-in page or a fragment for htmx shows no menu and must not pay for one.
    posts = SimpleLazyObject(lambda: [_said(post) for post in posts_of(person)])
    return {
        "language": language(),
        "display": read_display(request.COOKIES.get(COOKIE, "")),
        "signed_in": bool(person is not None and person.is_authenticated),
        "posts": posts,
        "menu": SimpleLazyObject(lambda: menu_of(request)),
        "jobs_ended": SimpleLazyObject(lambda: waiting_for(person)),
        "here": request.get_full_path(),
        "shown_at": now(),
        "version": VERSION,
    }


def _said(post: Any) -> dict[str, Any]:
    return {"role": ROLE_TEXTS[Role(post.role)], "body": getattr(post.body, "text", None) or str(post.body)}
