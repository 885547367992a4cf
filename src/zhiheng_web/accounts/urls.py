"""The addresses of accounts. The sign-in library's own keep their names without a prefix, because it looks them up."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from zhiheng_web.accounts import entrances, views

_pages = [
    path("", views.listed, name="list"),
    path("first/", views.first, name="first"),
    path("new/", views.create, name="create"),
    path("policy/", views.policy_table, name="policy"),
    path("sign-ins/<int:sign_in_id>/end/", views.end_sign_in, name="end_sign_in"),
    path("<int:account_id>/", views.shown, name="account"),
    path("<int:account_id>/edit/", views.edit, name="edit"),
    path("<int:account_id>/deactivate/", views.deactivate, name="deactivate"),
    path("<int:account_id>/activate/", views.activate, name="activate"),
    path("<int:account_id>/unlock/", views.unlock, name="unlock"),
    path("<int:account_id>/reset-password/", views.reset_password, name="reset_password"),
    path("<int:account_id>/remove-second-factor/", views.remove_second_factor, name="remove_second_factor"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    *entrances.urlpatterns,
    path("me/", views.own, name="account"),
    path("", include((_pages, "accounts"))),
]
