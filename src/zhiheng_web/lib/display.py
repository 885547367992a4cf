"""How pages look for one reader: theme, elder mode, density, menu; kept in a cookie, so that no script is needed."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

COOKIE = "display"
LANGUAGE_COOKIE = "lang"
_A_YEAR = 365 * 24 * 60 * 60

#: What can be chosen; the first is how it is at first.
CHOICES: dict[str, tuple[str, ...]] = {
    "theme": ("light", "dark"),
    "elder": ("off", "on"),
    "density": ("dense", "roomy"),
    "menu": ("shown", "hidden"),
}


@dataclass(frozen=True, slots=True)
class Display:
    """What a reader has chosen: `elder` is 长者模式 (font × 1.5, high contrast, no motion)."""

    theme: str = "light"
    elder: str = "off"
    density: str = "dense"
    menu: str = "shown"


def read_display(cookie: str) -> Display:
    """Read the cookie; what is not among the choices is as at first."""
    asked = dict(parse_qsl(cookie))
    return Display(**{name: asked[name] for name, values in CHOICES.items() if asked.get(name) in values})


@require_POST
def choose_display(request: HttpRequest) -> HttpResponse:
    """Change what the form names and go back to the page it stood on."""
    changes = {name: request.POST[name] for name, values in CHOICES.items() if request.POST.get(name) in values}
    chosen = replace(read_display(request.COOKIES.get(COOKIE, "")), **changes)
    response = HttpResponseRedirect(way_back(request))
    _keep(request, response, COOKIE, urlencode(asdict(chosen)))
    return response


@require_POST
def choose_language(request: HttpRequest) -> HttpResponse:
    """Answer in Chinese or English from now on, and go back to the page; its `?lang=` would win, so it is taken out."""
    response = HttpResponseRedirect(way_back(request))
    _keep(request, response, LANGUAGE_COOKIE, "en" if request.POST.get("language") == "en" else "zh")
    return response


def way_back(request: HttpRequest) -> str:
    """Return the address in `next` without `lang`; the start page where it leads outside."""
    wanted = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    if not safe or wanted.startswith(("/language/", "/display/")):
        return "/"
    parts = urlsplit(wanted)
    query = [(name, value) for name, value in parse_qsl(parts.query, keep_blank_values=True) if name != "lang"]
    return urlunsplit(("", "", parts.path or "/", urlencode(query), parts.fragment))


def _keep(request: HttpRequest, response: HttpResponse, name: str, value: str) -> None:
    response.set_cookie(name, value, max_age=_A_YEAR, samesite="Lax", secure=request.is_secure(), httponly=True)
