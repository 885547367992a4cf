"""The pages of accounts: the first set-up, the own account, the list and the page of an account, who can do what."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from zhiheng.api import Refusal
from zhiheng_web.accounts import actions, events, first_run, forms, queries
from zhiheng_web.accounts.listing import LIST
from zhiheng_web.accounts.models import Account
from zhiheng_web.audit.queries import told_history_of
from zhiheng_web.lib import policy
from zhiheng_web.lib.gates import does
from zhiheng_web.lib.listing import Listing
from zhiheng_web.lib.words import Text, language, say

_ACCOUNTS = Text("账号", "Accounts")


def _told(request: HttpRequest, words: Text) -> None:
    messages.success(request, say(words))


def _to(name: str, *arguments: Any) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse(name, args=arguments), status=303)


@does("accounts.create_first_account")
def first(request: HttpRequest) -> HttpResponse:
    """Make the first account, once, with the token that the start of the program printed."""
    given = request.POST.get("token") or request.GET.get("token", "")
    if not first_run.is_first_run() or not first_run.is_token(given):
        raise Http404
    form = forms.FirstAccountForm(request.POST or None, initial={"token": given})
    if request.method == "POST" and form.is_valid():
        wanted = {
            name: form.cleaned_data[name] for name in form.cleaned_data if name not in ("token", "password_again")
        }
        actions.create_first_administrator(**wanted)
        _told(request, Text("首个账号已建立，请登录。", "The first account is there; sign in."))
        return _to("account_login")
    return render(request, "accounts/first.html", {"form": form}, status=422 if form.errors else 200)


@does("accounts.change_own_account")
def own(request: HttpRequest) -> HttpResponse:
    """Show the own account: posts, password, second factors, where one is signed in."""
    account = request.user
    assert isinstance(account, Account)
    context = {
        "account": account,
        "own_posts": account.posts.select_related("body").order_by("-since"),
        "door": queries.door_state_of(account),
        "sign_ins": queries.sign_ins_of(account),
        "this_session": request.session.session_key,
    }
    return render(request, "accounts/own.html", context)


@does("accounts.end_sign_in")
@require_POST
def end_sign_in(request: HttpRequest, sign_in_id: int) -> HttpResponse:
    """End one of the own sign-ins."""
    actions.end_sign_in(actor=request.user, sign_in=queries.own_sign_in(sign_in_id, request.user))
    _told(request, Text("该处登录已结束。", "That sign-in has been ended."))
    return _to("account")


@does("accounts.read_policy")
def policy_table(request: HttpRequest) -> HttpResponse:
    """Show who can do what, from the table that decides it."""
    asked = request.GET.get("role", "")
    role = asked if asked in dict(queries.policy_roles()) else ""
    context = {"groups": list(queries.policy_groups(role)), "roles": queries.policy_roles(), "chosen": role}
    return render(request, "accounts/policy.html", context)


@does("accounts.read_accounts")
def listed(request: HttpRequest) -> HttpResponseBase:
    """List the accounts."""
    listing = Listing(request, queries.accounts(), LIST)
    context = {"listing": listing, "may_create": policy.may_somewhere(request.user, "accounts.create_account")}
    return listing.export() or render(request, "accounts/list.html", context)


@does("accounts.read_accounts", target=queries.account)
def shown(request: HttpRequest, account: Account) -> HttpResponse:
    """Show an account: posts with their terms, transfers, how it stands at the door, its history."""
    context = {
        "account": account,
        "state": queries.state_of(account),
        "door": queries.door_state_of(account),
        "held": account.posts.select_related("body").order_by("-since"),
        "proposals": account.proposals.filter(decided_at=None).select_related("body"),
        "transfers": account.transfers.select_related("from_body", "to_body").order_by("-on"),
        "history": told_history_of(events.KIND, account.pk),
        "deeds": _deeds_of(request, account),
        "crumbs": _crumbs(),
    }
    return render(request, "accounts/account.html", context)


def _deeds_of(request: HttpRequest, account: Account) -> list[tuple[Text, str]]:
    wanted = [
        ("accounts.edit_account", "accounts:edit", True),
        ("accounts.deactivate_account", "accounts:deactivate", account.is_active),
        ("accounts.activate_account", "accounts:activate", not account.is_active),
        ("accounts.unlock_account", "accounts:unlock", True),
        ("accounts.reset_password", "accounts:reset_password", True),
        ("accounts.remove_second_factor", "accounts:remove_second_factor", True),
        ("bodies.propose_post", "bodies:propose_post", account.is_active),
    ]
    return [
        (policy.deed_of(deed).text, reverse(name, args=[account.pk]))
        for deed, name, fits in wanted
        if fits and policy.may_somewhere(request.user, deed)
    ]


def _crumbs(account: Account | None = None) -> list[tuple[Any, str]]:
    crumbs: list[tuple[Any, str]] = [(_ACCOUNTS, reverse("accounts:list"))]
    if account is not None:
        crumbs.append((account.display_name, reverse("accounts:account", args=[account.pk])))
    return crumbs


def _said(form: Any, refusal: Refusal) -> None:
    for fault in refusal.faults:
        form.add_error(None, fault.of(language()))


@does("accounts.create_account")
def create(request: HttpRequest) -> HttpResponse:
    """Make an account; the password for the first sign-in is shown once, in the answer itself."""
    form = forms.AccountForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        wanted = {name: value for name, value in form.cleaned_data.items() if name != "version"}
        account, password = actions.create_account(actor=request.user, **wanted)
        return _password_once(request, account, password)
    context = {"form": form, "crumbs": _crumbs()}
    return render(request, "accounts/new.html", context, status=422 if form.errors else 200)


def _password_once(request: HttpRequest, account: Account, password: str) -> HttpResponse:
    # No redirect: the password must not wait in a session for the next page.
    context = {"account": account, "password": password, "crumbs": _crumbs(account)}
    response = render(request, "accounts/password_once.html", context)
    response.headers["Cache-Control"] = "no-store"
    return response


@does("accounts.edit_account", target=queries.account)
def edit(request: HttpRequest, account: Account) -> HttpResponse:
    """Change an account."""
    names = ("display_name", "officer_id", "valid_until", "version")
    form = forms.EditAccountForm(request.POST or None, initial={name: getattr(account, name) for name in names})
    if request.method == "POST" and form.is_valid():
        try:
            actions.edit_account(actor=request.user, account=account, **form.cleaned_data)
        except Refusal as refusal:
            _said(form, refusal)
        else:
            _told(request, Text("已保存。", "Saved."))
            return _to("accounts:account", account.pk)
    context = {"form": form, "account": account, "crumbs": _crumbs(account)}
    return render(request, "accounts/edit.html", context, status=422 if form.errors else 200)


_EFFECTS = {
    "accounts.deactivate_account": Text(
        "停用后立即退出所有登录，不能再登录；任职不变，由安全管理员另行免去。",
        "Its sign-ins end at once and it can sign in no more. Posts stay until the security administrator ends them.",
    ),
    "accounts.activate_account": Text("恢复后可以再登录，任职照旧。", "It can sign in again, with the posts it holds."),
    "accounts.unlock_account": Text(
        "清除登录失败次数，可以马上再试。", "Its failures are forgotten; it can be tried at once."
    ),
    "accounts.reset_password": Text(
        "生成一次性口令并退出所有登录；本人下次登录须先改口令。第二验证不变。",
        "A password for one sign-in is made and all sign-ins end; its owner must change it first. Second factors stay.",
    ),
    "accounts.remove_second_factor": Text(
        "删除其身份验证器、安全密钥和恢复码，并退出所有登录。先核实是本人提出。",
        "Its authenticator, keys and recovery codes go and all sign-ins end. Make sure that its owner asks for it.",
    ),
}


def _with_reason(deed: str, act: Any) -> Any:
    """Return the view of a deed that wants a reason: a check page that states the effect, then the deed."""

    @does(deed, target=queries.account)
    def view(request: HttpRequest, account: Account) -> HttpResponse:
        form = forms.ReasonForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            try:
                password = act(actor=request.user, account=account, reason=form.cleaned_data["reason"])
            except Refusal as refusal:
                _said(form, refusal)
            else:
                if password:
                    return _password_once(request, account, password)
                _told(
                    request, Text(f"已完成：{policy.deed_of(deed).text.zh}。", f"Done: {policy.deed_of(deed).text.en}.")
                )
                return _to("accounts:account", account.pk)
        context = {
            "form": form,
            "account": account,
            "deed": policy.deed_of(deed).text,
            "effect": _EFFECTS[deed],
            "crumbs": _crumbs(account),
        }
        return render(request, "accounts/confirm.html", context, status=422 if form.errors else 200)

    return view


deactivate = _with_reason("accounts.deactivate_account", actions.deactivate_account)
activate = _with_reason("accounts.activate_account", actions.activate_account)
unlock = _with_reason("accounts.unlock_account", actions.unlock_account)
reset_password = _with_reason("accounts.reset_password", actions.reset_password)
remove_second_factor = _with_reason("accounts.remove_second_factor", actions.remove_second_factor)
