"""Addresses of the result of a body."""

from django.urls import path

from zhiheng_web.evaluations.views import result

_HERE = "assessments/<int:assessment_id>/result/"

urlpatterns = [
    path(_HERE, result.result, name="result"),
    path(f"{_HERE}propose/", result.propose, name="propose_result"),
    path(f"{_HERE}sign/", result.sign, name="sign_proposal"),
    path(f"{_HERE}send-back/", result.send_back, name="send_back_proposal"),
    path(f"{_HERE}notice/", result.notify, name="give_notice"),
    path(f"{_HERE}acknowledge/", result.acknowledge, name="acknowledge_notice"),
    path(f"{_HERE}no-objection/", result.waive, name="waive_objection"),
    path(f"{_HERE}take-back/", result.take_back, name="take_back"),
    path(f"{_HERE}late/", result.admit, name="admit_late"),
]
