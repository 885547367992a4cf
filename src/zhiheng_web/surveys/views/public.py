"""The page of the public: it asks for no name, stores no address, sets no cookie; the day alone is kept."""

from __future__ import annotations

from ipaddress import ip_address
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from zhiheng_web.lib import clock
from zhiheng_web.lib.display import read_display
from zhiheng_web.lib.gates import does
from zhiheng_web.lib.words import Text, language, say
from zhiheng_web.surveys import actions, asking, limits, queries, questions
from zhiheng_web.surveys.models import State, Target

#: A page that was given out longer ago is given out anew.
_LONGEST_IN_SECONDS = 24 * 60 * 60
_TOO_QUICK = Text(
    "提交得太快了。请再看一遍题目，确认后提交。", "That was very quick. Please look again, then hand it in."
)
_TOO_OLD = Text("页面打开太久了。请确认答案后再提交一次。", "The page was open too long. Please hand it in once more.")
_TOO_MANY = Text(
    "短时间内从这个网络提交的答卷太多。请十分钟后再试。",
    "Too many answers from this network in a short time. Please try again in ten minutes.",
)


# Exempt, because the token against forgery needs a cookie that would mark the device for a year. Nobody is signed in
# here, so that a forged answer could do no more than one given by the forger.
@csrf_exempt
@never_cache
@does("surveys.answer_questionnaire", target=queries.target_by_token)
def answer(request: HttpRequest, target: Target) -> HttpResponse:
    """Ask the questions; keep the answers."""
    one = target.questionnaire
    if not one.takes_answers_on(clock.today()):
        return render(request, "surveys/not_now.html", _context(request, target, is_early=_is_early(target)))
    read = questions.read_all(one.questions)
    if request.method != "POST":
        return render(request, "surveys/answer.html", _page(request, target, questions_read=read))
    answers, wrong = questions.take(read, request.POST.getlist)
    told = _told_against(request, target) if not wrong else None
    if wrong or told:
        page = _page(request, target, questions_read=read, wrong=wrong, told=told)
        return render(request, "surveys/answer.html", page, status=422)
    if not limits.may_answer(target.token, _place_of(request)):
        page = _page(request, target, questions_read=read, told=_TOO_MANY)
        return render(request, "surveys/answer.html", page, status=429)
    actions.answer(target=target, answers=answers)
    return HttpResponseRedirect(_here(request, reverse("surveys:thanks", args=[target.token])), status=303)


@does("surveys.answer_questionnaire", target=queries.target_by_token)
def thanks(request: HttpRequest, target: Target) -> HttpResponse:
    """Say thank you, and what happens with the answers."""
    return render(request, "surveys/thanks.html", _context(request, target))


def _is_early(target: Target) -> bool:
    return target.questionnaire.state == State.open and clock.today() < target.questionnaire.opens


def _told_against(request: HttpRequest, target: Target) -> Text | None:
    seconds = asking.seconds_since(request.POST.get("begun", ""), target.token)
    if seconds is None or seconds > _LONGEST_IN_SECONDS:
        return _TOO_OLD
    return _TOO_QUICK if seconds < target.questionnaire.least_seconds else None


def _page(request: HttpRequest, target: Target, *, questions_read: Any, wrong: Any = None, told: Any = None) -> Any:
    given = request.POST.getlist
    begun = request.POST.get("begun", "")
    seconds = asking.seconds_since(begun, target.token)
    fresh = seconds is None or seconds > _LONGEST_IN_SECONDS
    return _context(
        request,
        target,
        drawn=asking.drawn(questions_read, given, wrong or {}),
        wrong=bool(wrong),
        told=told,
        begun=asking.begin(target.token) if fresh else begun,
    )


def _context(request: HttpRequest, target: Target, **more: Any) -> dict[str, Any]:
    """Return what all pages of the public need. Language and large type go along in the address, not in a cookie."""
    one = target.questionnaire
    elder = request.GET.get("elder") == "on"
    display = read_display("elder=on") if elder else read_display(request.COOKIES.get("display", ""))
    return {
        "one": one,
        "target": target,
        "site": {"name": Text(one.body.name, one.body.name_en or one.body.name), "url": request.get_full_path()},
        "about": Text(target.body.name, target.body.name_en or target.body.name),
        "greeting": say(Text(one.greeting, one.greeting_en or one.greeting)) if one.greeting else "",
        "display": display,
        "form_url": _here(request, reverse("surveys:answer", args=[target.token])),
        "other_language": _here(request, request.path, lang="zh" if language() == "en" else "en"),
        "other_size": _here(request, request.path, elder="off" if elder else "on"),
        "elder": elder,
        # In place of a token against forgery: drawing a real one would set a cookie.
        "csrf_token": "-",
        **more,
    }


def _here(request: HttpRequest, path: str, **changes: str) -> str:
    kept = {name: request.GET[name] for name in ("lang", "elder") if name in request.GET} | changes
    return f"{path}?{urlencode(kept)}" if kept else path


def _place_of(request: HttpRequest) -> str:
    """Return the address that an answer comes from; behind a proxy of one's own network the one that it names."""
    direct = str(request.META.get("REMOTE_ADDR") or "")
    named = str(request.META.get("HTTP_X_FORWARDED_FOR") or "").rpartition(",")[2].strip()
    try:
        is_inside = ip_address(direct).is_private
    except ValueError:
        is_inside = False
    return named if named and is_inside else direct
