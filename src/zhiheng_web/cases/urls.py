"""The addresses of cases, documents of their files, officers and interests."""

from django.urls import path

from zhiheng_web.cases.views import cases, documents, interests, officers, searching

app_name = "cases"

urlpatterns = [
    path("", cases.listed, name="cases"),
    path("search/", searching.search, name="search"),
    path("<int:case_id>/", cases.shown, name="case"),
    path("<int:case_id>/documents/", documents.add, name="add_documents"),
    path("<int:case_id>/documents/order/", documents.arrange, name="arrange_documents"),
    path("<int:case_id>/page/", documents.page, name="page"),
    path("documents/<int:document_id>/", documents.shown, name="document"),
    path("documents/<int:document_id>/look/", documents.look, name="look"),
    path("documents/<int:document_id>/file/", documents.given, name="document_file"),
    path("documents/<int:document_id>/download/", documents.download, name="document_download"),
    path("documents/<int:document_id>/blackened/", documents.blacken, name="blacken_document"),
    path("documents/<int:document_id>/withdraw/", documents.withdraw, name="withdraw_document"),
    path("ledgers/<int:book_id>/index/", cases.index, name="index"),
    path("ledgers/<int:book_id>/checks/", cases.run_checks, name="run_checks"),
    path("officers/", officers.listed, name="officers"),
    path("officers/<int:officer_id>/", officers.shown, name="officer"),
    path("officers/<int:officer_id>/account/", officers.link, name="link_officer"),
    path("officers/<int:officer_id>/initials/", officers.correct, name="correct_initials"),
    path("officers/link/", officers.link_by_number, name="link_officers"),
    path("interests/", interests.listed, name="interests"),
    path("interests/<int:interest_id>/withdraw/", interests.withdraw, name="withdraw_interest"),
]
