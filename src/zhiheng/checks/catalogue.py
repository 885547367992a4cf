"""The checks there are: those of the rulebook, by law, and rule files of the user's own. Nothing is run here."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib import resources
from pathlib import Path

from zhiheng.checks.check import Check
from zhiheng.checks.reading import read_check
from zhiheng.domain.refusals import Fault, Place, Refusal, near_miss
from zhiheng.domain.texts import Text

#: Catalogues that apply only where they are asked for: the law of another country, used on its published log.
_ON_REQUEST = ("it-road-fines",)


@cache
def built_in_checks() -> tuple[Check, ...]:
    """Return every check of the rulebook, sorted by id."""
    folder = Path(str(resources.files("zhiheng").joinpath("rulebook/checks")))
    return tuple(sorted((read_check(path) for path in folder.glob("*/*.yaml")), key=lambda check: check.id))


def choose_checks(wanted: Sequence[str] = ()) -> tuple[Check, ...]:
    """Return the checks named by id, by folder of the rulebook, or by the path of a rule file or a folder of them.

    Without names: the whole rulebook but for catalogues that must be asked for. Raises Refusal on a name that fits
    nothing, with the nearest one, and where two checks have the same id.
    """
    if not wanted:
        return tuple(check for check in built_in_checks() if check.folder not in _ON_REQUEST)
    chosen: dict[str, tuple[Check, str]] = {}
    faults: list[Fault] = []
    for name in wanted:
        try:
            found = _named(name)
        except Refusal as refusal:
            faults += refusal.faults
            continue
        for check in found:
            other, origin = chosen.setdefault(check.id, (check, name))
            if other != check:
                faults.append(_same_id(check, name, origin))
    if faults:
        raise Refusal(faults)
    return tuple(check for _, (check, _) in sorted(chosen.items()))


def _named(name: str) -> tuple[Check, ...]:
    built_in = tuple(check for check in built_in_checks() if name in (check.id, check.folder))
    if built_in:
        return built_in
    path = Path(name)
    if path.is_dir():
        return tuple(read_check(file) for file in sorted(path.rglob("*.yaml")))
    if path.suffix in (".yaml", ".yml"):
        return (read_check(path),)
    raise Refusal(_unknown(name))


def _same_id(check: Check, name: str, origin: str) -> Fault:
    reason = Text(f"编号 {check.id} 与 {origin} 里的另一项检查相同", f"{origin} has another check {check.id}")
    remedy = Text("给自己的检查换一个编号", "give your own check another id")
    return Fault("duplicate_check", Place(file=name), reason, remedy, check.id)


def _unknown(name: str) -> Fault:
    known = sorted({word for check in built_in_checks() for word in (check.id, check.folder)})
    remedy = near_miss(name, known) or Text("用 zhiheng checks 列出全部检查", "`zhiheng checks` lists every check")
    return Fault("unknown_check", Place(), Text("没有这项检查", "there is no such check"), remedy, name)
