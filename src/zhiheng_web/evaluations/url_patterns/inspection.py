"""Addresses of inspections and findings."""

from django.urls import path

from zhiheng_web.evaluations.views import findings, inspection

urlpatterns = [
    path("<int:cycle_id>/inspections/", inspection.inspections, name="inspections"),
    path("<int:cycle_id>/inspections/new/", inspection.plan_inspection, name="plan_inspection"),
    path("<int:cycle_id>/findings/", findings.findings, name="findings"),
    path("inspections/<int:inspection_id>/", inspection.inspection, name="inspection"),
    path("inspections/<int:inspection_id>/draw/", inspection.draw_bodies, name="draw_bodies"),
    path("inspections/<int:inspection_id>/draw.json", inspection.draw_sheet, name="draw_sheet"),
    path("inspections/<int:inspection_id>/population.csv", inspection.draw_population, name="draw_population"),
    path("inspections/<int:inspection_id>/field/", findings.field, name="field"),
    path("assessments/<int:assessment_id>/findings/", findings.body_findings, name="body_findings"),
    path("findings/<int:finding_id>/", findings.finding, name="finding"),
    path("findings/decide/", findings.decide_findings, name="decide_findings"),
]
