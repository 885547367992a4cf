"""The addresses of bodies."""

from __future__ import annotations

from django.urls import path

from zhiheng_web.bodies import post_views, views

app_name = "bodies"
urlpatterns = [
    path("", views.tree, name="list"),
    path("new/", views.create, name="create"),
    path("proposals/", post_views.proposals, name="proposals"),
    path("proposals/<int:proposal_id>/give/", post_views.give_post, name="give_post"),
    path("proposals/<int:proposal_id>/decline/", post_views.decline_post, name="decline_post"),
    path("accounts/<int:account_id>/propose/", post_views.propose_post, name="propose_post"),
    path("posts/<int:post_id>/transfer/", post_views.propose_transfer, name="propose_transfer"),
    path("posts/<int:post_id>/end/", post_views.end_post, name="end_post"),
    path("groups/<int:group_id>/close/", post_views.close_group, name="close_group"),
    path("groups/<int:group_id>/seats/new/", post_views.add_seat, name="add_seat"),
    path("seats/<int:seat_id>/end/", post_views.end_seat, name="end_seat"),
    path("<int:body_id>/", views.shown, name="body"),
    path("<int:body_id>/edit/", views.edit, name="edit"),
    path("<int:body_id>/move/", views.move, name="move"),
    path("<int:body_id>/close/", views.close, name="close"),
    path("<int:body_id>/groups/new/", post_views.create_group, name="create_group"),
]
