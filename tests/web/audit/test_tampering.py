"""Edits made behind the application's back, by SQL: every one is found, and nothing is found where there is none."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction

from adapters.web_world import World
from zhiheng_web.audit import acts, checkpoints, guards, trail, verification
from zhiheng_web.audit.models import Line, Mention
from zhiheng_web.audit.verification import Report, verify
from zhiheng_web.bodies.models import Body
from zhiheng_web.lib import store

pytestmark = pytest.mark.both_databases

Edit = Callable[[random.Random], bool]
# The second run, on PostgreSQL, is for what differs between the two: a third of the edits shows it.
EDITS_IN_ALL = 1000 if connection.vendor == "sqlite" else 330


@pytest.fixture
def small_trail(world: World, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Make a trail of some thirty lines with a stored file; yield the digest of the file."""
    for number in range(16):
        with acts.act(None, "tests.rename", reason=f"第 {number} 次"):
            body = Body.objects.get(code=random.Random(number).choice(["A", "A1", "B", "Q"]))
            body.name = f"名称 {number}"
            body.save()
    for role, code in (("officer", "A1"), ("leader", "P"), ("discipline", "B")):
        world.person(role, code)
    digest = store.keep(b"evidence " * 50, name="evidence.txt")
    monkeypatch.setattr(verification, "_files", [lambda: [(digest, "tests.evidence 1")]])
    yield digest
    checkpoints.home_file().unlink(missing_ok=True)


class _Undo(Exception):
    """Takes an edit back."""


@contextmanager
def _edited() -> Iterator[Any]:
    """Yield a cursor past the guards; whatever it does is taken back at the end."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            guards.take_down(connection)
            yield cursor
            raise _Undo
    except _Undo:
        pass


def _found(report: Report) -> set[str]:
    """Return what was found, the guards aside: they were taken down to get at the lines."""
    return {problem.code for problem in report.problems if problem.code != "guard"}


def _other(dice: random.Random, text: str) -> str:
    place = dice.randrange(len(text))
    sign = dice.choice([one for one in "0123456789abcdef" if one != text[place]])
    return text[:place] + sign + text[place + 1 :]


def _change_byte_of_line(dice: random.Random, cursor: Any) -> None:
    number = dice.randint(1, Line.objects.count())
    column = dice.choice(["actor", "deed", "reason", "previous", "digest"])
    cursor.execute(f"SELECT {column} FROM audit_line WHERE sequence = %s", [number])
    text = cursor.fetchone()[0] or "x"
    cursor.execute(f"UPDATE audit_line SET {column} = %s WHERE sequence = %s", [_other(dice, text), number])


def _change_what_a_line_tells(dice: random.Random, cursor: Any) -> None:
    line = dice.choice([one for one in Line.objects.all() if one.changes])
    changes = json.loads(json.dumps(line.changes))
    change = dice.choice(changes)
    change["after"] = {**(change["after"] or {}), "name": f"涂改 {dice.random()}"}
    cursor.execute("UPDATE audit_line SET changes = %s WHERE sequence = %s", [json.dumps(changes), line.sequence])


def _delete_line(dice: random.Random, cursor: Any) -> None:
    number = dice.randint(1, Line.objects.count() - 1)
    cursor.execute("DELETE FROM audit_mention WHERE line_id = %s", [number])
    cursor.execute("DELETE FROM audit_line WHERE sequence = %s", [number])


def _swap_lines(dice: random.Random, cursor: Any) -> None:
    one, other = dice.sample(range(1, Line.objects.count() + 1), 2)
    cursor.execute("SELECT deed, reason FROM audit_line WHERE sequence = %s", [one])
    first = cursor.fetchone()
    cursor.execute("SELECT deed, reason FROM audit_line WHERE sequence = %s", [other])
    second = cursor.fetchone()
    if first == second:
        second = (second[0], second[1] + "!")
    cursor.execute("UPDATE audit_line SET deed = %s, reason = %s WHERE sequence = %s", [*second, one])
    cursor.execute("UPDATE audit_line SET deed = %s, reason = %s WHERE sequence = %s", [*first, other])


def _insert_line(dice: random.Random, cursor: Any) -> None:
    last = Line.objects.order_by("-sequence").first()
    assert last is not None
    line = Line(
        sequence=last.sequence + 1, at=last.at, actor="x", deed="tests.forged", previous=_other(dice, last.digest)
    )
    line.digest = line.digest_now()
    line.save(force_insert=True)


def _change_row(dice: random.Random, cursor: Any) -> None:
    table, column = dice.choice(
        [
            ("bodies_body", "name"),
            ("bodies_body", "kind"),
            ("bodies_post", "role"),
            ("accounts_account", "display_name"),
        ]
    )
    cursor.execute(f"SELECT id, {column} FROM {table}")
    key, text = dice.choice(cursor.fetchall())
    cursor.execute(f"UPDATE {table} SET {column} = %s WHERE id = %s", [_other(dice, text or "x"), key])


def _change_secret(dice: random.Random, cursor: Any) -> None:
    cursor.execute("SELECT id, password FROM accounts_account")
    key, text = dice.choice(cursor.fetchall())
    cursor.execute("UPDATE accounts_account SET password = %s WHERE id = %s", [_other(dice, text), key])


def _delete_row(dice: random.Random, cursor: Any) -> None:
    cursor.execute("SELECT id FROM bodies_post")
    cursor.execute("DELETE FROM bodies_post WHERE id = %s", [dice.choice(cursor.fetchall())[0]])


def _insert_row(dice: random.Random, cursor: Any) -> None:
    cursor.execute("SELECT id FROM bodies_post")
    cursor.execute(
        "INSERT INTO bodies_post (role, since, account_id, body_id) "
        "SELECT 'leader', since, account_id, body_id FROM bodies_post WHERE id = %s",
        [dice.choice(cursor.fetchall())[0]],
    )


def _move_row(dice: random.Random, cursor: Any) -> None:
    one, other = dice.sample(list(Body.objects.values_list("id", "name")), 2)
    cursor.execute("UPDATE bodies_body SET name = %s WHERE id = %s", [other[1], one[0]])
    cursor.execute("UPDATE bodies_body SET name = %s WHERE id = %s", [one[1], other[0]])


def _drop_mention(dice: random.Random, cursor: Any) -> None:
    key = dice.choice(list(Mention.objects.values_list("pk", flat=True)))
    cursor.execute("DELETE FROM audit_mention WHERE id = %s", [key])


EDITS = (
    _change_byte_of_line,
    _change_what_a_line_tells,
    _delete_line,
    _swap_lines,
    _insert_line,
    _change_row,
    _change_secret,
    _delete_row,
    _insert_row,
    _move_row,
    _drop_mention,
)


def test_it_finds_every_edit_and_raises_no_false_alarm(small_trail: str) -> None:
    dice = random.Random(20261122)
    missed, alarms = [], 0
    for number in range(EDITS_IN_ALL):
        edit = EDITS[number % len(EDITS)]
        with _edited() as cursor:
            edit(dice, cursor)
            if not _found(verify()):
                missed.append(f"{number}: {edit.__name__}")
        if number % 10 == 0:
            alarms += len(verify().problems)
    assert not missed
    assert alarms == 0


def test_it_finds_a_stored_file_that_was_changed_or_taken_away(small_trail: str) -> None:
    path = store.path_of(small_trail)
    was = path.read_bytes()
    dice = random.Random(7)
    path.chmod(0o600)
    try:
        for _ in range(50):
            place = dice.randrange(len(was))
            path.write_bytes(was[:place] + bytes([was[place] ^ (1 << dice.randrange(8))]) + was[place + 1 :])
            assert _found(verify()) == {"file"}
        path.unlink()
        assert _found(verify()) == {"file"}
    finally:
        path.write_bytes(was)
    assert verify().is_whole


def _hash_again(start: int) -> None:
    """Rewrite a line and compute every digest from there on, as somebody would who knows how the chain is made."""
    previous = Line.objects.get(sequence=start - 1).digest if start > 1 else trail.BEGINNING
    for line in Line.objects.filter(sequence__gte=start).order_by("sequence"):
        reason = "改写" if line.sequence == start else line.reason
        line.reason, line.previous = reason, previous
        line.digest = previous = line.digest_now()
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE audit_line SET reason = %s, previous = %s, digest = %s WHERE sequence = %s",
                [line.reason, line.previous, line.digest, line.sequence],
            )


def _cut_off(kept: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM audit_mention WHERE line_id > %s", [kept])
        cursor.execute("DELETE FROM audit_line WHERE sequence > %s", [kept])


@pytest.mark.parametrize("seed", range(5))
def test_it_finds_with_a_checkpoint_that_a_suffix_was_computed_anew(
    small_trail: str, tmp_path: Path, seed: int
) -> None:
    outside = _kept_outside(tmp_path)
    with _edited():
        _hash_again(random.Random(seed).randint(1, Line.objects.count()))
        assert _found(verify(outside)) == {"checkpoint"}
        checkpoints.home_file().unlink()
        report = verify()
        # Without a checkpoint it is a whole chain, and the report says that this cannot be seen.
        assert not _found(report)
        assert any("重算" in limit.zh for limit in report.limits)


@pytest.mark.parametrize("cut", [1, 3, 10])
def test_it_finds_with_a_checkpoint_that_the_end_was_cut_off(small_trail: str, tmp_path: Path, cut: int) -> None:
    for number in range(cut):
        with acts.act(None, "tests.note"):
            acts.current().note("tests.thing", str(number), {"n": number})  # type: ignore[union-attr]
    outside = _kept_outside(tmp_path)
    with _edited():
        _cut_off(Line.objects.count() - cut)
        assert _found(verify(outside)) == {"checkpoint"}


def test_it_finds_with_a_checkpoint_that_an_older_database_was_put_back(world: World, tmp_path: Path) -> None:
    with pytest.raises(_Undo), transaction.atomic():
        with acts.act(None, "tests.rename"):
            body = world.body("A")
            body.name = "后来的名称"
            body.save()
        outside = _kept_outside(tmp_path)
        assert verify(outside).is_whole
        raise _Undo
    # The transaction taken back is the older database: rows and lines agree with each other.
    report = verify()
    assert not _found(report) - {"checkpoint"}
    assert "checkpoint" in _found(verify(outside))
    checkpoints.home_file().unlink()


def _kept_outside(folder: Path) -> Path:
    checkpoints.write("tests")
    outside = folder / "checkpoints.jsonl"
    outside.write_bytes(checkpoints.home_file().read_bytes())
    return outside
