"""Operations on one's own tokens."""

from __future__ import annotations

from datetime import date

from django.http import Http404, HttpRequest
from ninja import Router, Schema

from zhiheng_web.lib.rest import api_does
from zhiheng_web.tokens import actions, queries
from zhiheng_web.tokens.models import Token

router = Router(tags=["tokens"])


class TokenOut(Schema):
    """A token, without its secret."""

    id: int
    name: str
    scopes: list[str]
    expires_on: date
    used_on: date | None
    revoked: bool

    @staticmethod
    def resolve_revoked(token: Token) -> bool:
        """Return whether the token was revoked."""
        return token.revoked_at is not None


@router.get("/", response=list[TokenOut])
@api_does("tokens.read_tokens")
def tokens(request: HttpRequest) -> list[Token]:
    """列出自己的令牌。 List one's own tokens."""
    return list(queries.tokens_of(request.user))


@router.post("/{token_id}/revoke", response=TokenOut)
@api_does("tokens.revoke_token", target=queries.token)
def revoke(request: HttpRequest, token: Token) -> Token:
    """作废自己的一个令牌。 Revoke a token of one's own."""
    if token.account_id != request.user.pk:
        raise Http404
    actions.revoke_token(actor=request.user, token=token)
    return token
