"""The engine: inputs out of a ledger, points out of inputs, and the tree of how each score came about."""

from zhiheng.engine.checked_file import read_checked
from zhiheng.engine.checked_rules import WantedChecks, wanted_checks
from zhiheng.engine.evaluate import Request, evaluate, settled_options
from zhiheng.engine.reading import read_json
from zhiheng.engine.replay import UnitMove, replay
from zhiheng.engine.results import to_json, write_json
from zhiheng.engine.stored import REQUEST, read_evaluation, read_request, write_inputs
from zhiheng.engine.whatif import WhatIf, what_if

__all__ = [
    "REQUEST",
    "Request",
    "UnitMove",
    "WantedChecks",
    "WhatIf",
    "evaluate",
    "read_checked",
    "read_evaluation",
    "read_json",
    "read_request",
    "replay",
    "settled_options",
    "to_json",
    "wanted_checks",
    "what_if",
    "write_inputs",
    "write_json",
]
