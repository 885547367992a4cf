"""Surveys in the menu at the left."""

from zhiheng_web.lib import policy
from zhiheng_web.lib.menus import Entry, register
from zhiheng_web.lib.words import Text

register(
    Entry("evaluation", 60, Text("满意度调查", "Surveys"), "surveys:list", "surveys.read_questionnaire"),
    Entry(
        "evaluation",
        61,
        Text("满意度结果", "Survey results"),
        "surveys:results",
        "surveys.read_result",
        # Whoever keeps surveys reads results there.
        only=lambda request: not policy.may_somewhere(request.user, "surveys.read_questionnaire"),
    ),
)
