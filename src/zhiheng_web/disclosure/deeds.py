"""Who makes a result public and who withdraws it."""

from zhiheng_web.lib.policy import Deed, Reach, Role, declare, grant
from zhiheng_web.lib.words import Text

_WHO = (Role.evaluation_office, Role.leader)

declare(
    Deed(
        "disclosure.read",
        Text("查看公开情况", "read what was made public"),
        grant((*_WHO, Role.executive_deputy, Role.discipline), Reach.own),
    ),
    Deed("disclosure.disclose", Text("向社会公开结果", "make a result public"), grant(_WHO, Reach.own)),
    Deed("disclosure.withdraw", Text("撤下公开的结果", "withdraw a public result"), grant(_WHO, Reach.own)),
)
