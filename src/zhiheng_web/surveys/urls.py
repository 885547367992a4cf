"""The addresses of surveys."""

from __future__ import annotations

from django.urls import path

from zhiheng_web.surveys.views import keeping, public, results

app_name = "surveys"
_ONE = "<int:questionnaire_id>/"
_QUESTION = f"{_ONE}questions/<slug:question_id>/"
_TARGET = "targets/<int:target_id>/"

urlpatterns = [
    path("", keeping.surveys, name="list"),
    path("new/", keeping.create, name="create"),
    path("results/", results.results, name="results"),
    path(_ONE, keeping.shown, name="questionnaire"),
    path(f"{_ONE}edit/", keeping.edit, name="edit"),
    path(f"{_ONE}targets/", keeping.targets, name="targets"),
    path(f"{_ONE}weights/", keeping.weights, name="weights"),
    path(f"{_ONE}questions/", keeping.add_question, name="add_question"),
    path(_QUESTION, keeping.edit_question, name="edit_question"),
    path(f"{_QUESTION}remove/", keeping.remove_question, name="remove_question"),
    path(f"{_ONE}preview/", keeping.preview, name="preview"),
    path(f"{_ONE}publish/", keeping.publish, name="publish"),
    path(f"{_ONE}revise/", keeping.revise, name="revise"),
    path(f"{_ONE}close/", keeping.close, name="close"),
    path(f"{_ONE}feed/", keeping.feed, name="feed"),
    path(f"{_TARGET}result/", results.result, name="result"),
    path(f"{_TARGET}counts/", results.counts, name="counts"),
    path(f"{_TARGET}poster/", results.poster, name="poster"),
    path(f"{_TARGET}code.svg", results.code, name="code"),
    path(f"{_TARGET}calls/", results.call, name="call"),
    path("q/<slug:token>/", public.answer, name="answer"),
    path("q/<slug:token>/thanks/", public.thanks, name="thanks"),
]
