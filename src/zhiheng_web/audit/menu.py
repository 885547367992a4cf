"""The trail in the menu at the left."""

from zhiheng_web.lib.menus import Entry, register
from zhiheng_web.lib.words import Text

register(
    Entry("keeping", 40, Text("审计记录", "Audit trail"), "audit:list", "audit.read_trail"),
    Entry("keeping", 41, Text("校验审计链", "Verify the chain"), "audit:verify", "audit.verify_trail"),
)
