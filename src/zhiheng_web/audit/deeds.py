"""Who may read and check the audit trail."""

from zhiheng_web.lib.policy import Deed, Reach, Role, declare, grant
from zhiheng_web.lib.words import Text

declare(
    Deed(
        "audit.read_trail",
        Text("查阅审计记录", "read the audit trail"),
        grant([Role.audit_administrator], Reach.everywhere),
    ),
    Deed(
        "audit.verify_trail",
        Text("校验审计链", "verify the audit chain"),
        grant([Role.audit_administrator], Reach.everywhere),
    ),
    Deed(
        "audit.export_trail",
        Text("导出审计记录", "export the audit trail"),
        grant([Role.audit_administrator], Reach.everywhere),
    ),
)
