"""From a stored `result.json` to what the builders need: the scheme of the same digest, its principles (CQ-03)."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from zhiheng.domain.evaluation import Evaluation
from zhiheng.domain.refusals import Fault, Place, Refusal
from zhiheng.domain.scheme import Scheme
from zhiheng.domain.score import Result
from zhiheng.domain.texts import Text
from zhiheng.engine.reading import from_json, read_json
from zhiheng.engine.stored import read_evaluation
from zhiheng.schemes import find_scheme, read_scheme

#: What the functions here take: an evaluation, a result, the parsed `result.json`, or a path to it or its folder.
Stored = Evaluation | Result | Mapping[str, Any] | Path


def open_stored(stored: Stored, scheme: Scheme | None = None) -> Evaluation:
    """Return the evaluation behind a stored result.

    Without `scheme` it is the one kept in `inputs/` beside a path, else the built-in one of the same id; rules that
    only a completion supplies need the completed scheme. Raises Refusal where the scheme is not the one of the result:
    its clauses would be put beside foreign points.
    """
    if isinstance(stored, Evaluation):
        return stored
    if isinstance(stored, Path) and scheme is None and (_folder_of(stored) / "inputs").is_dir():
        return read_evaluation(stored)
    result = _result_of(stored)
    found = scheme if scheme is not None else read_scheme(find_scheme(result.scheme_id))
    if found.digest != result.scheme_digest:
        reason = Text("手头的方案不是这份结果所用的方案", "the scheme at hand is not the one of this result")
        remedy = Text("给出结果所用的方案文件", "give the scheme file that the result was made with")
        raise Refusal(Fault("digest_mismatch", Place(file=found.file or found.id), reason, remedy, found.digest))
    return Evaluation(found, result, {})


def _folder_of(path: Path) -> Path:
    return path if path.is_dir() else path.parent


def _result_of(stored: Result | Mapping[str, Any] | Path) -> Result:
    if isinstance(stored, Result):
        return stored
    return read_json(stored) if isinstance(stored, Path) else from_json(stored)


def principles_of(scheme: Scheme) -> tuple[Text, ...]:
    """Return the guiding principles as the scheme lists them (CQ-03), none where it lists none."""
    return scheme.principles
