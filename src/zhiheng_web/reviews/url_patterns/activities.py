"""Addresses of activities, their rules, and files."""

from django.urls import path

from zhiheng_web.reviews.views import activities as views
from zhiheng_web.reviews.views import files, rules

_HERE = "activities/<int:activity_id>/"
_FILE = "files/<int:file_id>/"
urlpatterns = [
    path("activities/", views.activities, name="activities"),
    path("activities/new/", views.open_activity, name="open_activity"),
    path(_HERE, views.activity, name="activity"),
    path(f"{_HERE}change/", views.change_activity, name="change_activity"),
    path(f"{_HERE}rules/", rules.rules, name="rules"),
    path(f"{_HERE}items/", rules.card_items, name="card_items"),
    path(f"{_HERE}begin/", views.begin_activity, name="begin_activity"),
    path(f"{_HERE}discard/", views.discard_activity, name="discard_activity"),
    path(f"{_HERE}collect/", views.collect_files, name="collect_files"),
    path(f"{_HERE}choose/", rules.choose_cases, name="choose_cases"),
    path(f"{_HERE}close/", views.close_activity, name="close_activity"),
    path("files/", files.files, name="files"),
    path("files/due/", files.due_files, name="due_files"),
    path("files/submit/", files.submit_files, name="submit_files"),
    path(_FILE, files.file, name="file"),
    path(f"{_FILE}submit/", files.submit_file, name="submit_file"),
    path(f"{_FILE}take-up/", files.take_up, name="take_up"),
    path(f"{_FILE}take-out/", files.take_out, name="take_out"),
]
