"""The addresses of the inbox: it is the first page."""

from django.urls import path

from zhiheng_web.inbox import views

urlpatterns = [
    path("", views.inbox, name="inbox"),
    path("search/", views.search, name="search"),
    path("lists/", views.kept_lists, name="kept_lists"),
    path("lists/<int:list_id>/drop/", views.drop_list, name="drop_list"),
]
