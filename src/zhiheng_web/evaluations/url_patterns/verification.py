"""Addresses of verifications."""

from django.urls import path

from zhiheng_web.evaluations.views import verification as views

_HERE = "assessments/<int:assessment_id>/verification/"
urlpatterns = [
    path(_HERE, views.verification, name="verification"),
    path(f"{_HERE}agreeing/", views.take_agreeing, name="take_agreeing"),
    path(f"{_HERE}return/", views.return_for_change, name="return_for_change"),
    path(f"{_HERE}finish/", views.finish_verification, name="finish_verification"),
    path(f"{_HERE}inquiries/new/", views.record_investigation, name="record_investigation"),
    path(f"{_HERE}lines/<str:rule_id>/", views.verification_line, name="verification_line"),
]
