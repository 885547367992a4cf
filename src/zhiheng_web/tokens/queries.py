"""Reading tokens: one's own, and the deeds that a new one may carry."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from zhiheng_web.lib import policy
from zhiheng_web.lib.rest import deeds_of_operations
from zhiheng_web.tokens.models import Token


def token(token_id: int) -> Token:
    """Return a token with its account, or Http404."""
    found: Token = get_object_or_404(Token.objects.select_related("account"), pk=token_id)
    return found


def tokens_of(account: Any) -> QuerySet[Token]:
    """Return the tokens of an account, the newest first."""
    return Token.objects.filter(account=account)


def scopes_for(account: Any) -> list[policy.Deed]:
    """Return the deeds that operations of the API are made of and that an account may do now."""
    known = deeds_of_operations()
    return [
        deed
        for deed in policy.every_deed()
        if deed.key in known and not deed.open_to_all and policy.may_somewhere(account, deed.key)
    ]
