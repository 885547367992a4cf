"""The addresses of the portal, below `/public/`."""

from django.urls import path

from zhiheng_web.portal import downloads, views

app_name = "portal"
_ONE = "results/<int:disclosed_id>/"
urlpatterns = [
    path("", views.results, name="results"),
    path(_ONE, views.result, name="result"),
    path(f"{_ONE}report.docx", downloads.report_word, name="report_word"),
    path(f"{_ONE}report.pdf", downloads.report_pdf, name="report_pdf"),
    path(f"{_ONE}bundle.zip", downloads.bundle, name="bundle"),
    path(f"{_ONE}data.json", downloads.result_json, name="result_json"),
    path(f"{_ONE}data.csv", downloads.result_csv, name="result_csv"),
    path("bodies/<str:unit_id>/", views.body, name="body"),
    path("verify/", views.verify, name="verify"),
    path("data/", views.open_data, name="data"),
    path("results.json", downloads.results_json, name="results_json"),
    path("results.csv", downloads.results_csv, name="results_csv"),
]
