"""Addresses of deliberation."""

from django.urls import path

from zhiheng_web.evaluations.views import deliberation

_MEETING = "meetings/<int:meeting_id>/"

urlpatterns = [
    path("<int:cycle_id>/meetings/", deliberation.listed, name="meetings"),
    path("<int:cycle_id>/meetings/new/", deliberation.record, name="record_meeting"),
    path(_MEETING, deliberation.meeting, name="meeting"),
    path(f"{_MEETING}attendance/", deliberation.attendance, name="note_attendance"),
    path(f"{_MEETING}person/", deliberation.attendee, name="add_attendance"),
    path(f"{_MEETING}approve/", deliberation.approve_undisputed, name="approve_undisputed"),
    path(f"{_MEETING}bodies/<int:assessment_id>/", deliberation.decide, name="decide"),
    path(f"{_MEETING}close/", deliberation.close, name="close_meeting"),
]
