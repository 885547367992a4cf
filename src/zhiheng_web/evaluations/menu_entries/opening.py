"""Menu entries of cycles: for those who organise, and for those who are evaluated."""

from zhiheng_web.lib import menus
from zhiheng_web.lib.words import Text

menus.register(
    menus.Entry(
        "evaluation", 10, Text("评价周期", "Evaluation cycles"), "evaluations:cycles", "evaluations.read_cycle"
    ),
    menus.Entry(
        "evaluation",
        15,
        Text("本单位的评价", "Own evaluations"),
        "evaluations:my_assessments",
        "evaluations.write_claim",
    ),
)
