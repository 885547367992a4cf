"""What happens around every request: the language, and a refusal of the library told as a page."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.cache import patch_vary_headers

from zhiheng.api import Refusal
from zhiheng_web.lib.words import Language, speaking

Answer = Callable[[HttpRequest], HttpResponse]


class LanguageMiddleware:
    """Answers in Chinese unless `?lang=en` or the cookie `lang` asks for English."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer in the language that is asked for."""
        asked = request.GET.get("lang") or request.COOKIES.get("lang", "zh")
        chosen: Language = "en" if asked == "en" else "zh"
        with speaking(chosen), translation.override("en" if chosen == "en" else "zh-hans"):
            response = self.answer(request)
        response.headers.setdefault("Content-Language", "en" if chosen == "en" else "zh-Hans")
        patch_vary_headers(response, ("Cookie",))
        return response


class RefusalMiddleware:
    """Tells a refusal that no view has answered: where, what, and how to mend it. Nothing was saved."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on."""
        return self.answer(request)

    def process_exception(self, request: HttpRequest, wrong: Exception) -> HttpResponse | None:
        """Return the page of a refusal, None for any other exception."""
        if not isinstance(wrong, Refusal):
            return None
        return render(request, "refused.html", {"faults": wrong.faults}, status=422)
