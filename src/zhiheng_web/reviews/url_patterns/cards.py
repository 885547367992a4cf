"""Addresses of cards."""

from django.urls import path

from zhiheng_web.reviews.views import card_rows, cards, rounds

urlpatterns = [
    path("cards/<int:assignment_id>/", cards.card, name="card"),
    path("cards/<int:assignment_id>/print/", cards.card_print, name="card_print"),
    path("cards/<int:assignment_id>/save/", cards.save_card, name="save_card"),
    path("cards/<int:assignment_id>/row/", card_rows.save_row, name="save_row"),
    path("cards/<int:assignment_id>/head/", card_rows.save_head, name="save_head"),
    path("cards/<int:assignment_id>/answer/", card_rows.save_answer, name="save_answer"),
    path("cards/<int:assignment_id>/finding/", card_rows.answer_finding, name="answer_finding"),
    path("files/<int:file_id>/first-level/", rounds.begin_first_level, name="begin_first_level"),
]
