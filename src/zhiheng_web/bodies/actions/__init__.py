"""Writing bodies: the tree, the posts, the leading groups, and the bodies that a ledger brings."""

from zhiheng_web.bodies.actions.groups import add_seat, close_group, create_group, end_seat
from zhiheng_web.bodies.actions.posts import (
    appoint_first,
    decline_post,
    end_post,
    give_post,
    propose_post,
    propose_transfer,
)
from zhiheng_web.bodies.actions.tree import close_body, create_body, edit_body, move_body
from zhiheng_web.bodies.actions.units import Taken, take_units

__all__ = [
    "Taken",
    "add_seat",
    "appoint_first",
    "close_body",
    "close_group",
    "create_body",
    "create_group",
    "decline_post",
    "edit_body",
    "end_post",
    "end_seat",
    "give_post",
    "move_body",
    "propose_post",
    "propose_transfer",
    "take_units",
]
