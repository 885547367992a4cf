"""Addresses of the ranking of a cycle, of its figures, and of the rank of one body."""

from django.urls import path

from zhiheng_web.evaluations.views import ranking

urlpatterns = [
    path("<int:cycle_id>/ranking/", ranking.ranking, name="ranking"),
    path("<int:cycle_id>/ranking/columns/<str:column>/", ranking.column, name="column"),
    path("<int:cycle_id>/deductions/", ranking.deductions, name="deductions"),
    path("assessments/<int:assessment_id>/rank/", ranking.rank, name="rank"),
]
