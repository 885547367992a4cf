"""The pages of one's own tokens."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from zhiheng.api import Refusal
from zhiheng_web.lib import clock
from zhiheng_web.lib.gates import does
from zhiheng_web.lib.words import Text, say
from zhiheng_web.tokens import actions, queries
from zhiheng_web.tokens.forms import TokenForm
from zhiheng_web.tokens.models import Token

CRUMBS = [(Text("我的令牌", "My tokens"), "/tokens/")]


@does("tokens.read_tokens")
def tokens(request: HttpRequest) -> HttpResponse:
    """Show one's own tokens."""
    today = clock.today()
    rows = [(token, token.is_valid_on(today)) for token in queries.tokens_of(request.user)]
    return render(request, "tokens/tokens.html", {"rows": rows, "crumbs": []})


@never_cache
@does("tokens.make_token")
def make(request: HttpRequest) -> HttpResponse:
    """Ask what the token is for; show its secret once."""
    form = TokenForm(request.POST or None, deeds=queries.scopes_for(request.user))
    if request.method == "POST" and form.is_valid():
        try:
            token, secret = actions.make_token(actor=request.user, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, [say(fault.reason) for fault in refusal.faults])
        else:
            return render(request, "tokens/made.html", {"token": token, "secret": secret, "crumbs": CRUMBS})
    status = 422 if form.is_bound else 200
    return render(request, "tokens/make.html", {"form": form, "crumbs": CRUMBS}, status=status)


@does("tokens.revoke_token", target=queries.token)
@require_POST
def revoke(request: HttpRequest, token: Token) -> HttpResponse:
    """Revoke a token; of somebody else's nothing is told, not even that it is there."""
    if token.account_id != request.user.pk:
        raise Http404
    actions.revoke_token(actor=request.user, token=token)
    messages.success(request, say(Text(f"令牌“{token.name}”已作废", f"the token “{token.name}” is revoked")))
    return HttpResponseRedirect(reverse("tokens:tokens"), status=303)
