"""The gate before every view: names the deed, finds the object, asks the policy. No view goes without one."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import quote

from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse

from zhiheng_web.lib import policy

View = Callable[..., HttpResponseBase]


def does(deed: str, target: Callable[..., Any] | None = None) -> Callable[[View], View]:
    """Mark a view with its deed and guard it.

    With `target` the keyword arguments of the URL are given to it; what it returns (an object with `governing_body`,
    Http404 where there is none) is checked against the reach of the deed and handed to the view as second argument.
    Whoever is not signed in is sent to the sign-in page and back.
    """

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
            entry = policy.deed_of(deed)
            if not entry.open_to_all and not request.user.is_authenticated:
                return HttpResponseRedirect(f"{reverse('account_login')}?next={quote(request.get_full_path())}")
            policy.demand(request.user, deed)
            if target is None:
                return view(request, **kwargs)
            thing = target(**kwargs)
            policy.demand(request.user, deed, thing.governing_body)
            return view(request, thing)

        guarded.deed = deed  # type: ignore[attr-defined]
        guarded.target = target  # type: ignore[attr-defined]
        return guarded

    return guard
