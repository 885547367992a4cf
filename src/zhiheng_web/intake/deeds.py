"""Who may read the books, bring rows in, take them back, and seal a snapshot."""

from zhiheng_web.lib.policy import Deed, Reach, Role, declare, grant
from zhiheng_web.lib.words import Text

_OWN = (Role.data_officer, Role.unit_head)
_KEEPERS = grant([Role.evaluation_office], Reach.below) | grant(_OWN, Reach.own)

declare(
    Deed(
        "intake.read_book",
        Text("查阅台账", "read a ledger"),
        grant([Role.evaluation_office, Role.leader, Role.executive_deputy, Role.discipline], Reach.below)
        | grant(_OWN, Reach.own),
    ),
    Deed("intake.keep_book", Text("建立台账", "open a ledger"), _KEEPERS),
    Deed("intake.import_rows", Text("导入台账数据", "import rows into a ledger"), _KEEPERS),
    Deed("intake.undo_batch", Text("撤销导入批次", "undo an import"), _KEEPERS),
    Deed("intake.take_snapshot", Text("封存台账快照", "seal a snapshot of a ledger"), _KEEPERS),
)
