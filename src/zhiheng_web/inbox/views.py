"""The pages of the inbox."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zhiheng.api import Refusal
from zhiheng_web.inbox import actions, queries
from zhiheng_web.inbox.menu import duties_for
from zhiheng_web.inbox.models import KeptList
from zhiheng_web.lib import clock, searches
from zhiheng_web.lib.gates import does
from zhiheng_web.lib.words import Text, language, say


@require_GET
@does("inbox.read_inbox")
def inbox(request: HttpRequest) -> HttpResponse:
    """Show what waits: for this person, or for everyone of the body."""
    everyone = request.GET.get("whose") == "unit"
    duties = [duty for duty in duties_for(request) if everyone or duty.mine]
    found = queries.buckets(duties, clock.today())
    chosen = request.GET.get("bucket", "")
    shown = [bucket for bucket in found if chosen in ("", bucket.key)]
    context = {"buckets": found, "shown": shown, "chosen": chosen, "everyone": everyone}
    return render(request, "inbox/inbox.html", context)


@require_GET
@does("inbox.search")
def search(request: HttpRequest) -> HttpResponse:
    """Show what fits the words of the one box, sort by sort."""
    words = request.GET.get("q", "")[:100]
    return render(request, "inbox/search.html", {"words": words, "found": searches.search(request.user, words)})


@require_http_methods(["GET", "POST"])
@does("inbox.keep_list")
def kept_lists(request: HttpRequest) -> HttpResponse:
    """Show the lists that are kept; keep another one."""
    if request.method == "POST":
        try:
            kept = actions.keep_list(
                actor=request.user,  # type: ignore[arg-type]
                name=request.POST.get("name", ""),
                address=request.POST.get("address", ""),
            )
            messages.success(request, say(Text(f"已保存“{kept.name}”", f"“{kept.name}” is kept")))
        except Refusal as refusal:
            messages.error(request, refusal.of(language()))
        return HttpResponseRedirect(reverse("kept_lists"))
    found = KeptList.objects.filter(account__name=request.user.get_username())
    return render(request, "inbox/kept_lists.html", {"kept": found})


@require_POST
@does("inbox.keep_list")
def drop_list(request: HttpRequest, list_id: int) -> HttpResponse:
    """Let go of a kept list."""
    actions.drop_list(actor=request.user, list_id=list_id)  # type: ignore[arg-type]
    return HttpResponseRedirect(reverse("kept_lists"))
