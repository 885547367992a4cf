"""The pages for what cannot be answered: no leave, not found, broken, closed for a while. Never a stack trace."""

from __future__ import annotations

import logging
import secrets
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from zhiheng_web.lib.policy import Denied

_log = logging.getLogger("zhiheng_web.failures")


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer a request that cannot be understood."""
    return render(request, "400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer where the policy denies a deed: which role and reach it would take, and whom to ask."""
    context: dict[str, Any] = {"denied": None}
    if isinstance(exception, Denied):
        context = {"denied": exception.deed, "needed": exception.needed()}
    return render(request, "403.html", context, status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer where there is nothing at an address."""
    return render(request, "404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer where the program failed: the reference on the page stands in the log beside the trace."""
    reference = secrets.token_hex(4).upper()
    _log.error("reference %s: %s %s", reference, request.method, request.path)
    # Without the context processors: one of them may be what failed.
    return HttpResponse(render_to_string("500.html", {"reference": reference}), status=500)
