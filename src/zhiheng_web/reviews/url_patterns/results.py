"""Addresses of the results of a review and of its calibration."""

from django.urls import path

from zhiheng_web.reviews.views import calibration, results

_HERE = "activities/<int:activity_id>/"
urlpatterns = [
    path(f"{_HERE}results/", results.results, name="results"),
    path(f"{_HERE}results/files/", results.results_behind, name="results_behind"),
    path(f"{_HERE}results/units/", results.unit_comparison, name="unit_comparison"),
    path(f"{_HERE}results/compute/", results.compute_results, name="compute_results"),
    path(f"{_HERE}report/", results.report, name="report"),
    path(f"{_HERE}report/submission/", results.record_submission, name="record_submission"),
    path(f"{_HERE}calibration/", calibration.calibration, name="calibration"),
    path(f"{_HERE}calibration/plant/", calibration.plant, name="plant"),
    path(f"{_HERE}calibration/reveal/", calibration.reveal_planting, name="reveal_planting"),
    path(f"{_HERE}calibration/mine/", calibration.my_severity, name="my_severity"),
]
