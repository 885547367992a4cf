"""Addresses of consequences and mentions."""

from django.urls import path

from zhiheng_web.evaluations.views import consequence, mention

urlpatterns = [
    path("<int:cycle_id>/consequences/", consequence.consequences, name="consequences"),
    path("consequences/<int:consequence_id>/", consequence.consequence, name="consequence"),
    path("consequences/<int:consequence_id>/decide/", consequence.decide, name="decide_consequence"),
    path("consequences/<int:consequence_id>/done/", consequence.carry_out, name="carry_out_consequence"),
    path("consequences/<int:consequence_id>/paper/", consequence.paper, name="issue_paper"),
    path("<int:cycle_id>/mentions/", mention.mentions, name="mentions"),
    path("<int:cycle_id>/mentions/new/", mention.choose, name="choose_mention"),
    path("<int:cycle_id>/mentions/circular/", mention.circular, name="issue_circular"),
    path("mentions/<int:mention_id>/withdraw/", mention.withdraw, name="withdraw_mention"),
]
