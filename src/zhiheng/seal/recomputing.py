"""A result made again from the folder `inputs/` of a bundle: the packed scheme and rows, nothing of this machine's."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from zhiheng.domain.evaluation import Evaluation
from zhiheng.domain.refusals import Fault, Place, Refusal
from zhiheng.domain.texts import Text
from zhiheng.engine import Request, evaluate, read_checked, to_json
from zhiheng.engine.stored import COMPLETION, REQUEST, SCHEME
from zhiheng.ledgers import read_ledger
from zhiheng.schemes import read_completion, read_scheme

#: Why the digest of the ledger is taken over as it stands.
LEDGER_DIGEST = Text(
    "台账摘要没有重算：它涵盖留在原处的列（当事人、人员姓名等）；有原台账的，加 --ledger 核对",
    "the ledger's digest, which covers columns that stayed behind (names): --ledger compares it with the original",
)

#: What a result calls rows that could not be used when the ledger was read; they are not among the inputs.
_SET_ASIDE = "quarantined"


def recompute(inputs: Path) -> Evaluation:
    """Evaluate what stands in `inputs/`: the scheme packed there, whatever version is built in here.

    Raises Refusal where the inputs cannot be used.
    """
    asked = _read_request(inputs / REQUEST)
    completion = read_completion(inputs / COMPLETION) if (inputs / COMPLETION).is_file() else None
    ledger = read_ledger(inputs)
    if ledger.report.quarantined:
        raise Refusal(ledger.report.quarantined)
    request = Request(
        read_scheme(inputs / SCHEME, completion),
        ledger,
        asked["options"],
        date.fromisoformat(asked["as_of"]) if asked["as_of"] else None,
        asked.get("previous") or {},
        checked=read_checked(inputs),
    )
    try:
        return evaluate(request)
    except Refusal as refusal:
        strange = {fault.value for fault in refusal.faults if fault.code == "unknown_rule"}
        if not strange or any(fault.code != "unknown_rule" for fault in refusal.faults):
            raise
        # Rows of a rule that a built-in scheme had when the bundle was sealed and that has been dropped since.
        return evaluate(replace(request, also_known=frozenset(strange)))


def _read_request(path: Path) -> Mapping[str, Any]:
    try:
        asked: Mapping[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        words = (asked["scheme"], asked["as_of"], *asked["options"].values(), *(asked.get("previous") or {}).values())
        if not all(isinstance(word, str) for word in words):
            raise TypeError("text")
        if asked["as_of"]:
            date.fromisoformat(asked["as_of"])
        return asked
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        reason = Text("评价请求读不了", "the request of the evaluation cannot be read")
        remedy = Text("用 zhiheng evaluate 重新生成", "make it again with `zhiheng evaluate`")
        raise Refusal(Fault("no_request", Place(file=path.name), reason, remedy)) from None


def expected_from(evaluation: Evaluation, stated: Mapping[str, Any]) -> tuple[dict[str, Any], tuple[Text, ...]]:
    """Return what should stand in the bundle (without digest), and what of it is taken over and not made again.

    The ledger's digest covers columns that stay behind (names of parties and officers), and rows that could not be used
    when the ledger was read never came along.
    """
    body = to_json(evaluation.result)
    taken: list[Text] = []
    ledger = stated.get("ledger")
    if isinstance(ledger, Mapping) and isinstance(ledger.get("digest"), str):
        body["ledger"]["digest"] = ledger["digest"]
        taken.append(LEDGER_DIGEST)
    left_out = stated.get("left_out")
    for left in left_out if isinstance(left_out, list) else ():
        if isinstance(left, Mapping) and left.get("what") == _SET_ASIDE:
            body["left_out"].append(left)
            told = f"读台账时跳过的 {left.get('count')} 行没有随包，无从重算"
            taken.append(Text(told, f"{left.get('count')} rows that were skipped when the ledger was read"))
    body.pop("digest")
    return body, tuple(taken)
