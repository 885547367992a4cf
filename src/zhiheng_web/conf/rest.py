"""`/api/v1`: the operations of every app, put together; every problem is told in one shape, in both languages."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.openapi.docs import DocsBase
from ninja.openapi.schema import OpenAPISchema

from zhiheng.api import Fault, Refusal
from zhiheng_web.lib import policy
from zhiheng_web.lib.gates import does
from zhiheng_web.lib.rest import BySession, ByToken, Cause, OutOfScope, answer, problem
from zhiheng_web.lib.words import Text


class Page(DocsBase):
    """The description as a page of our own: no script from elsewhere, nothing to run."""

    def render_page(self, request: HttpRequest, api: NinjaAPI, **kwargs: Any) -> HttpResponse:
        """Return the page of all operations with their deeds."""
        schema = api.get_openapi_schema()
        operations = [
            {
                "method": method.upper(),
                "path": path,
                "summary": one.get("description") or one["summary"],
                "deed": policy.deed_of(one["x-deed"]),
                "tag": next(iter(one.get("tags", [])), ""),
                "statuses": sorted(map(str, one["responses"])),
            }
            for path, methods in schema["paths"].items()
            for method, one in methods.items()
        ]
        return render(request, "tokens/operations.html", {"operations": operations, "crumbs": []})


class DescribedAPI(NinjaAPI):
    """The API, whose description is worked out once: hundreds of operations take seconds, and none comes later."""

    def get_openapi_schema(
        self, *, path_prefix: str | None = None, path_params: dict[str, Any] | None = None
    ) -> OpenAPISchema:
        """Return the description; it is shared and not to be changed."""
        if path_prefix is None:
            path_prefix = self.get_root_path(path_params or {})
        return self._described(path_prefix)

    @cache  # noqa: B019 - there is one API, and it stays for good
    def _described(self, path_prefix: str) -> OpenAPISchema:
        return super().get_openapi_schema(path_prefix=path_prefix)


api = DescribedAPI(
    title="Zhiheng",
    version="1",
    description="执衡的程序接口。凭网页会话或令牌（Authorization: Bearer …）使用；令牌所及不超出其账号和所列事项。 "
    "The API of Zhiheng, by session or token; a token reaches no further than its account and its scopes.",
    auth=[ByToken(), BySession()],
    docs=Page(),
    docs_decorator=does("tokens.read_description"),
    urls_namespace="api-1",
)
for app in settings.OUR_APPS:
    if find_spec(f"{app}.api"):
        name = app.rpartition(".")[2]
        api.add_router(f"/{name}", import_module(f"{app}.api").router)


def addresses() -> tuple[list[Any], str, str]:
    """Return the addresses of the API. Its root answers nothing and is guarded like the description."""
    patterns, app_name, namespace = api.urls
    for pattern in patterns:
        if isinstance(pattern, URLPattern) and pattern.name == "api-root" and pattern.callback is not None:
            pattern.callback = does("tokens.read_description")(pattern.callback)
    return patterns, app_name, namespace


_TO_SIGN_IN = Text(
    "登录后再试，或在请求头中带上有效的令牌：Authorization: Bearer …",
    "sign in, or send a valid token in the header Authorization: Bearer …",
)


@api.exception_handler(AuthenticationError)
def not_known(request: HttpRequest, wrong: AuthenticationError) -> HttpResponse:
    """Answer 401."""
    told = problem(
        "not_signed_in", Text("没有登录，或令牌无效", "not signed in, or the token is not valid"), _TO_SIGN_IN
    )
    response = answer(401, told)
    response.headers["WWW-Authenticate"] = "Bearer"
    return response


@api.exception_handler(OutOfScope)
def out_of_scope(request: HttpRequest, wrong: OutOfScope) -> HttpResponse:
    """Answer 403: the token does not carry the deed."""
    name = policy.deed_of(wrong.deed).text
    message = Text(f"令牌不含事项“{name.zh}”（{wrong.deed}）", f"the token does not carry “{name.en}” ({wrong.deed})")
    return answer(
        403,
        problem("out_of_scope", message, Text("在“我的令牌”中另建一个含此事项的令牌", "make a token that carries it")),
    )


@api.exception_handler(policy.Denied)
def denied(request: HttpRequest, wrong: policy.Denied) -> HttpResponse:
    """Answer 403: the policy table does not grant the deed, and say who it grants it to."""
    name, needed = wrong.deed.text, wrong.needed()
    message = Text(f"您无权办理“{name.zh}”", f"you may not {name.en}")
    remedy = Text(
        "可办理的岗位：" + ("；".join(f"{role.zh}（{reach.zh}）" for role, reach in needed) or "无"),
        "posts that may: " + ("; ".join(f"{role.en} ({reach.en})" for role, reach in needed) or "none"),
    )
    return answer(403, problem("denied", message, remedy))


@api.exception_handler(PermissionDenied)
def forbidden(request: HttpRequest, wrong: PermissionDenied) -> HttpResponse:
    """Answer 403 for what an action refuses by itself."""
    return answer(
        403,
        problem("denied", Text("您无权办理此事", "you may not do this"), Text("请联系管理员", "ask an administrator")),
    )


@api.exception_handler(Http404)
def not_there(request: HttpRequest, wrong: Http404) -> HttpResponse:
    """Answer 404."""
    return answer(
        404,
        problem(
            "not_found", Text("没有这个对象", "there is no such object"), Text("核对编号", "check the number given")
        ),
    )


#: Refusals because somebody else was quicker: read again, then decide.
_CONFLICTS = frozenset(
    {"changed_meanwhile", "edited_meanwhile", "book_changed", "already_published", "already_corrected"}
)


@api.exception_handler(Refusal)
def refused(request: HttpRequest, wrong: Refusal) -> HttpResponse:
    """Answer 422: it cannot be done as it stands; 409 where others were quicker. Nothing was saved."""
    first, *_ = wrong.faults
    causes = [_cause(fault) for fault in wrong.faults]
    status = 409 if first.code in _CONFLICTS else 422
    return answer(status, problem(first.code, first.reason, first.remedy, causes))


def _cause(fault: Fault) -> Cause:
    return Cause(
        code=fault.code,
        place_zh=fault.place.of("zh"),
        place_en=fault.place.of("en"),
        message_zh=fault.reason.zh,
        message_en=fault.reason.en,
        remedy_zh=fault.remedy.zh,
        remedy_en=fault.remedy.en,
        found=fault.value,
    )


@api.exception_handler(ValidationError)
def ill_formed(request: HttpRequest, wrong: ValidationError) -> HttpResponse:
    """Answer 422 where values do not have the documented form."""
    remedy = Text("按接口说明改正", "correct it after the description of the interface")
    causes = []
    for one in wrong.errors:
        place = " › ".join(str(part) for part in one["loc"])
        causes.append(
            Cause(
                code="ill_formed",
                place_zh=place,
                place_en=place,
                message_zh=f"值不合要求：{one['msg']}",
                message_en=str(one["msg"]),
                remedy_zh=remedy.zh,
                remedy_en=remedy.en,
            )
        )
    message = Text("请求中的值不合要求", "values of the request do not have the documented form")
    return answer(422, problem("ill_formed", message, remedy, causes))


@api.exception_handler(HttpError)
def other_error(request: HttpRequest, wrong: HttpError) -> HttpResponse:
    """Answer what the request itself is wrong in: unreadable JSON (400), a missing CSRF token (403)."""
    if wrong.status_code == 403:
        message = Text("缺少 CSRF 校验值", "the CSRF token is missing or wrong")
        return answer(
            403, problem("csrf", message, Text("用令牌，或带上 X-CSRFToken", "use a token, or send X-CSRFToken"))
        )
    message = Text("请求无法读取", "the request cannot be read")
    remedy = Text("按接口说明发送 JSON", "send JSON after the description of the interface")
    return answer(wrong.status_code, problem("unreadable", message, remedy))


__all__ = ["addresses", "api"]
