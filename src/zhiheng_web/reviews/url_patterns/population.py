"""Addresses of populations and draws."""

from django.urls import path

from zhiheng_web.reviews.views import draws
from zhiheng_web.reviews.views import population as views

_HERE = "activities/<int:activity_id>/population/"
urlpatterns = [
    path("draws/", draws.draws, name="draws"),
    path(_HERE, views.population, name="population"),
    path(f"{_HERE}freeze/", views.freeze, name="freeze_population"),
    path(f"{_HERE}exclude/", views.exclude_case, name="exclude_case"),
    path("exclusions/<int:exclusion_id>/readmit/", views.readmit_case, name="readmit_case"),
    path(f"{_HERE}population.csv", views.population_csv, name="population_csv"),
    path(f"{_HERE}commitment.json", views.commitment, name="commitment"),
    path(f"{_HERE}draw/", draws.draw_files, name="draw_files"),
    path(f"{_HERE}start/", draws.start_review, name="start_review"),
    path("draws/<int:draw_id>/", draws.draw, name="draw"),
    path("draws/<int:draw_id>/sheet/", draws.draw_sheet, name="draw_sheet"),
    path("draws/<int:draw_id>/sheet.json", draws.draw_json, name="draw_json"),
    path("draws/<int:draw_id>/issue/", draws.issue_sheet, name="issue_draw_sheet"),
]
