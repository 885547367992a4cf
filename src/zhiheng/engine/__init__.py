"""The engine: inputs out of a ledger, points out of inputs, and the tree of how each score came about."""

from zhiheng.engine.evaluate import Request, evaluate, settled_options
from zhiheng.engine.reading import read_json
from zhiheng.engine.results import to_json, write_json
from zhiheng.engine.stored import REQUEST, read_evaluation, write_inputs

__all__ = [
    "REQUEST",
    "Request",
    "evaluate",
    "read_evaluation",
    "read_json",
    "settled_options",
    "to_json",
    "write_inputs",
    "write_json",
]
