"""Addresses of assignments."""

from django.urls import path

from zhiheng_web.reviews.views import assigning as views

urlpatterns = [
    path("activities/<int:activity_id>/assigning/", views.assigning, name="assigning"),
    path("activities/<int:activity_id>/assigning/take/", views.assign_proposed, name="assign_proposed"),
    path("files/<int:file_id>/assign/", views.assign_file, name="assign_file"),
    path("assignments/<int:assignment_id>/reassign/", views.reassign, name="reassign"),
    path("assignments/<int:assignment_id>/recuse/", views.recuse, name="recuse"),
]
