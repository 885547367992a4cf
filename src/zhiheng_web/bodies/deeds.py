"""Who may do what with bodies: the tree is kept by the system administrator, posts are given by another person."""

from zhiheng_web.lib.policy import ADMINISTRATORS, BUSINESS, Deed, Reach, Role, declare, grant
from zhiheng_web.lib.words import Text

_SYSTEM = grant([Role.system_administrator], Reach.everywhere)
_SECURITY = grant([Role.security_administrator], Reach.everywhere)
# CQ-08: the office of the leading group sits in the legal department and does the daily work.
_OFFICE = grant([Role.evaluation_office], Reach.below)

declare(
    Deed(
        "bodies.read_body",
        Text("查看机构", "read the bodies"),
        grant(BUSINESS, Reach.below) | grant(ADMINISTRATORS, Reach.everywhere),
    ),
    Deed("bodies.create_body", Text("新建机构", "create a body"), _SYSTEM),
    Deed("bodies.edit_body", Text("修改机构", "edit a body"), _SYSTEM),
    Deed("bodies.close_body", Text("撤销机构", "close a body"), _SYSTEM),
    Deed("bodies.move_body", Text("划转机构", "move a body under another"), _SYSTEM),
    Deed("bodies.take_units", Text("从台账导入机构", "take bodies from the ledger"), _SYSTEM | _OFFICE),
    Deed(
        "bodies.read_proposals",
        Text("查看任职提名", "read the proposed posts"),
        grant(ADMINISTRATORS, Reach.everywhere),
    ),
    Deed("bodies.propose_post", Text("提名任职", "propose a post"), _SYSTEM),
    Deed("bodies.propose_transfer", Text("提名调任", "propose a transfer"), _SYSTEM),
    Deed("bodies.give_post", Text("批准任职", "give a post"), _SECURITY),
    Deed("bodies.decline_post", Text("不同意任职", "decline a post"), _SECURITY),
    Deed("bodies.end_post", Text("免去任职", "end a post"), _SECURITY),
    Deed("bodies.create_group", Text("建立领导小组", "set up a leading group"), _OFFICE),
    Deed("bodies.close_group", Text("撤销领导小组", "close a leading group"), _OFFICE),
    Deed("bodies.add_seat", Text("任命领导小组成员", "fill a seat of a leading group"), _OFFICE),
    Deed("bodies.end_seat", Text("免去领导小组成员", "end a seat of a leading group"), _OFFICE),
)
