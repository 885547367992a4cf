"""Addresses of the replay of a draft scheme: upload, draft with its remarks, answer."""

from django.urls import path

from zhiheng_web.evaluations.views import replay

urlpatterns = [
    path("<int:cycle_id>/replay/", replay.replay, name="replay"),
    path("<int:cycle_id>/replay/<slug:key>/", replay.replay_draft, name="replay_draft"),
    path("<int:cycle_id>/replay/<slug:key>/moves/", replay.replayed, name="replayed"),
]
