"""The addresses: each app brings its own `urls.py`, mounted under the prefix that stands here."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path

#: Prefix of each app. An app without pages has none.
PREFIXES = {
    "inbox": "",
    "accounts": "accounts/",
    "audit": "audit/",
    "bodies": "bodies/",
    "tokens": "tokens/",
    "intake": "intake/",
    "documents": "documents/",
    "cases": "cases/",
    "rectification": "problems/",
    "surveys": "surveys/",
    "reviews": "reviews/",
    "evaluations": "evaluations/",
    "officers": "officers/",
    "training": "training/",
    "supervision": "supervision/",
    "disclosure": "disclosure/",
    "portal": "public/",
    "lib": "",
}

urlpatterns: list[URLPattern | URLResolver] = [
    path(prefix, include(f"zhiheng_web.{app}.urls"))
    for app, prefix in PREFIXES.items()
    if find_spec(f"zhiheng_web.{app}") and find_spec(f"zhiheng_web.{app}.urls")
]
urlpatterns.append(path("jobs/", include("zhiheng_web.lib.job_pages")))
if find_spec("zhiheng_web.conf.rest"):
    urlpatterns.append(path("api/v1/", import_module("zhiheng_web.conf.rest").addresses()))

handler400 = "zhiheng_web.lib.failures.bad_request"
handler403 = "zhiheng_web.lib.failures.forbidden"
handler404 = "zhiheng_web.lib.failures.not_found"
handler500 = "zhiheng_web.lib.failures.server_error"
