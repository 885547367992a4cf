"""The door: five failures close it for a quarter of an hour (GB/T 22239-2019 8.1.4.1 b), counted by axes.

Passwords and second factors are counted together: whoever knows a password must not try codes at will.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from axes.handlers.proxy import AxesProxyHandler
from axes.helpers import get_cool_off, get_failure_limit
from axes.models import AccessAttempt
from axes.utils import reset
from django.contrib.auth.signals import user_login_failed
from django.db.models import Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from zhiheng_web.lib import clock


def name_tried(request: HttpRequest, credentials: dict[str, Any] | None = None) -> str:
    """Return the account name of an attempt: axes and the sign-in library name it differently."""
    given = credentials or {}
    return str(given.get("username") or given.get("login") or request.POST.get("login") or "").strip()


def is_open(request: HttpRequest, name: str) -> bool:
    """Return whether this account may be tried from this address now."""
    return bool(AxesProxyHandler.is_allowed(request, {"username": name}))


def count_failure(request: HttpRequest, name: str) -> None:
    """Count a failure that was no wrong password: a wrong code."""
    user_login_failed.send(sender=__name__, credentials={"username": name}, request=request)


def opens_again_at(name: str, address: str | None = None) -> datetime | None:
    """Return when an account (from an address, if one is named) can be tried again; None where the door is open."""
    attempts = AccessAttempt.objects.filter(username=name)
    if address is not None:
        attempts = attempts.filter(ip_address=address)
    cool_off = get_cool_off()
    attempts = attempts.filter(attempt_time__gte=clock.now() - cool_off)
    limit = get_failure_limit(None, None)
    counted = attempts.order_by().values("ip_address").annotate(failures=Sum("failures_since_start"))
    shut = [row["ip_address"] for row in counted if row["failures"] >= limit]
    last = attempts.filter(ip_address__in=shut).order_by("-attempt_time").first()
    return last.attempt_time + cool_off if last else None


def unlock(name: str) -> int:
    """Forget the failures of an account; return how many rows were forgotten."""
    return int(reset(username=name))


def locked_page(
    request: HttpRequest, original: HttpResponse, credentials: dict[str, Any] | None = None
) -> HttpResponse:
    """Return the page that says when the door opens again and whom to ask."""
    name = name_tried(request, credentials)
    context = {
        "opens_at": opens_again_at(name, getattr(request, "axes_ip_address", None)),
        "limit": get_failure_limit(request, credentials),
        "minutes": int(get_cool_off(request).total_seconds() // 60),
    }
    return render(request, "accounts/locked.html", context, status=429)
