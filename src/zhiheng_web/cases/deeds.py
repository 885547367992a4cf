"""Who may read cases and their files, and who keeps them. An officer reads the cases that are theirs, no others."""

from zhiheng_web.lib.policy import Deed, Reach, Role, declare, grant
from zhiheng_web.lib.words import Text

_ABOVE = (Role.leader, Role.executive_deputy, Role.evaluation_office, Role.reviewer, Role.discipline)
_AT_THE_UNIT = (Role.unit_head, Role.legal_officer, Role.data_officer)

declare(
    Deed(
        "cases.read_case",
        Text("查看案件", "read a case"),
        grant(_ABOVE, Reach.below) | grant((*_AT_THE_UNIT, Role.officer), Reach.own),
    ),
    Deed(
        "cases.add_document",
        Text("上传卷内文书", "add a document to a file"),
        grant((*_AT_THE_UNIT, Role.officer), Reach.own) | grant([Role.evaluation_office], Reach.below),
    ),
    Deed(
        "cases.blacken_document",
        Text("上传涂黑副本", "add the blackened copy of a document"),
        grant([Role.legal_officer, Role.unit_head], Reach.own) | grant([Role.evaluation_office], Reach.below),
    ),
    Deed(
        "cases.withdraw_document",
        Text("撤下卷内文书", "withdraw a document of a file"),
        grant([Role.legal_officer, Role.unit_head], Reach.own) | grant([Role.evaluation_office], Reach.below),
    ),
    Deed(
        "cases.keep_officers",
        Text("维护人员与账号的对应", "say which account is whose"),
        grant([Role.evaluation_office], Reach.below),
    ),
    Deed(
        "cases.index",
        Text("重新整理案件目录", "make the index of the cases anew"),
        grant([Role.evaluation_office], Reach.below),
    ),
    Deed(
        "cases.run_checks",
        Text("运行检查", "run the checks over a ledger"),
        grant([Role.evaluation_office], Reach.below),
    ),
    Deed("cases.declare_interest", Text("申报回避事由", "declare an interest"), signed_in=True),
)
