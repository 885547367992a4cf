"""The addresses of the pages of tokens."""

from django.urls import path

from zhiheng_web.tokens import views

app_name = "tokens"
urlpatterns = [
    path("", views.tokens, name="tokens"),
    path("new/", views.make, name="make"),
    path("<int:token_id>/revoke/", views.revoke, name="revoke"),
]
