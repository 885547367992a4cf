"""Writing in surveys: one function a deed."""

from zhiheng_web.surveys.actions.answering import answer, enter_call
from zhiheng_web.surveys.actions.closing import bring_into_book, close_questionnaire, rows_for_ledger
from zhiheng_web.surveys.actions.making import create_questionnaire, edit_questionnaire, publish, revise
from zhiheng_web.surveys.actions.wording import put_question, remove_question, set_targets, set_weights

__all__ = [
    "answer",
    "bring_into_book",
    "close_questionnaire",
    "create_questionnaire",
    "edit_questionnaire",
    "enter_call",
    "publish",
    "put_question",
    "remove_question",
    "revise",
    "rows_for_ledger",
    "set_targets",
    "set_weights",
]
