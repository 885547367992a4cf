"""Who may bring and read evidence, and who may read the documents that were issued."""

from zhiheng_web.lib.policy import Deed, Reach, Role, declare, grant
from zhiheng_web.lib.words import Text

_EVALUATED = (Role.unit_head, Role.data_officer)
_ORGANISERS = (
    Role.leader,
    Role.executive_deputy,
    Role.evaluation_office,
    Role.discipline,
    Role.inspector,
)
_BRINGING = grant(_EVALUATED, Reach.own) | grant(
    (Role.evaluation_office, Role.discipline, Role.inspector), Reach.beneath
)

declare(
    Deed(
        "documents.read_evidence",
        Text("查看佐证材料", "read evidence"),
        grant((*_ORGANISERS, *_EVALUATED), Reach.below),
    ),
    # Of the body that issued it, or of the one it is addressed to; what is public every signed-in person reads.
    Deed(
        "documents.read_issued",
        Text("查看印发的文书", "read issued documents"),
        grant((*_ORGANISERS, *_EVALUATED), Reach.below),
    ),
    Deed(
        "documents.read_personnel",
        Text("查看涉及个人的文书", "read documents about persons"),
        grant((Role.leader, Role.executive_deputy, Role.evaluation_office, Role.discipline), Reach.own),
    ),
    Deed("documents.keep_evidence", Text("上传佐证材料", "bring evidence"), _BRINGING),
    Deed("documents.withdraw_evidence", Text("撤回佐证材料", "withdraw evidence"), _BRINGING),
)
