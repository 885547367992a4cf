"""Objects of audit, accounts, tokens and the ground storey: most are a matter of no body."""

from __future__ import annotations

from datetime import date

from adapters.web_objects import provides
from adapters.web_world import World
from zhiheng_web.accounts.models import SignIn
from zhiheng_web.audit import acts
from zhiheng_web.audit.models import Line
from zhiheng_web.lib.models import Job
from zhiheng_web.tokens.models import Token


@provides("account_id")
def account(world: World, code: str) -> int:
    """Return an account with a post at the body."""
    return int(world.person("officer", code).pk)


@provides("token_id")
def token(world: World, code: str) -> int:
    """Return a token of somebody at the body, made once."""
    made = Token.objects.filter(digest=f"sha256:{code}").first()
    if made is None:
        made = Token(account=world.person("officer", code), name="x", digest=f"sha256:{code}")
        made.expires_on = date(2099, 1, 1)
        with acts.act(None, "tests.make_world"):
            made.save()
    return int(made.pk)


@provides("job_id")
def job(world: World, code: str) -> str:
    """Return a job of somebody at the body."""
    owner = world.person("officer", code)
    return Job.objects.create(id=f"job-{code}", account_id=owner.pk, what_zh="试", what_en="try").pk


@provides("line_id")
def line(world: World, code: str) -> int:
    """Return the first line of the trail."""
    return int(Line.objects.earliest("sequence").sequence)


@provides("kind")
def kind(world: World, code: str) -> str:
    """Return the kind under which bodies stand in the trail."""
    return "bodies.body"


@provides("key")
def key(world: World, code: str) -> str:
    """Return the number of the body as the trail has it."""
    return str(world.body(code).pk)


@provides("provider_id")
def provider(world: World, code: str) -> str:
    """Return the name of the outside sign-in."""
    return "oidc"


@provides("pk")
def number(world: World, code: str) -> int:
    """Return a number under which the sign-in library finds nothing."""
    return 999_999


@provides("sign_in_id")
def sign_in(world: World, code: str) -> int:
    """Return a sign-in of somebody at the body."""
    return int(SignIn.objects.create(account=world.person("officer", code), session_key=f"session-{code}").pk)
