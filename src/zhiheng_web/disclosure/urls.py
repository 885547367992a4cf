"""Addresses of disclosure."""

from django.urls import path

from zhiheng_web.disclosure import views

app_name = "disclosure"

urlpatterns = [
    path("", views.listed, name="list"),
    path("<int:disclosed_id>/", views.shown, name="disclosed"),
    path("<int:disclosed_id>/withdraw/", views.withdraw, name="withdraw"),
    path("publications/<int:publication_id>/", views.disclose, name="disclose"),
]
