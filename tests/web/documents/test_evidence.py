"""Evidence: what is taken, what a photo says, who gets it and how."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO

import pytest
from django.test import Client
from PIL import Image

from adapters.web_world import World
from zhiheng.api import Refusal
from zhiheng_web.audit.models import Line
from zhiheng_web.documents import files
from zhiheng_web.documents.actions import evidence as actions
from zhiheng_web.documents.models import Evidence
from zhiheng_web.lib import clock, policy, store

PDF = b"%PDF-1.7\nfictional"
SignIn = Callable[[str, str], Client]


def photo() -> bytes:
    """Return a picture taken in Changsha on 1 March 2020 at 09:30, as its camera noted."""
    exif = Image.Exif()
    exif.get_ifd(0x8769)[0x9003] = "2020:03:01 09:30:00"
    exif.get_ifd(0x8825).update({1: "N", 2: (28.0, 13.0, 41.7), 3: "E", 4: (112.0, 56.0, 19.8)})
    stream = BytesIO()
    Image.new("RGB", (8, 8)).save(stream, "JPEG", exif=exif)
    return stream.getvalue()


def bytes_of(one: Evidence) -> bytes:
    """Return what the store holds."""
    with store.open_stored(one.digest) as file:
        return file.read()


def kept(world: World, data: bytes = PDF, name: str = "批复.pdf", **told: object) -> Evidence:
    """Keep a file as evidence of body A, brought by its data officer."""
    officer, body = world.person("data_officer", "A"), world.body("A")
    size = int(str(told.pop("size", len(data))))
    return actions.keep_evidence(officer, body=body, file=BytesIO(data), name=name, size=size, **told)  # type: ignore[arg-type]


def test_it_keeps_a_file_as_it_is_with_its_digest(world: World) -> None:
    one = kept(world, evidence_date=date(2020, 5, 4))
    assert bytes_of(one) == PDF
    assert (one.media_type, one.size, one.evidence_date) == ("application/pdf", len(PDF), date(2020, 5, 4))
    assert one.uploaded_at.date() != one.evidence_date


def test_it_reads_when_and_where_a_photo_was_taken(world: World) -> None:
    data = photo()
    one = kept(world, data, "现场.jpg")
    assert one.taken_at is not None
    assert one.taken_at.astimezone(clock.SHANGHAI).strftime("%Y-%m-%d %H:%M") == "2020-03-01 09:30"
    # 28 + 13/60 + 41.7/3600 = 28.228250; 112 + 56/60 + 19.8/3600 = 112.938833
    assert (one.latitude, one.longitude) == (Decimal("28.228250"), Decimal("112.938833"))
    assert one.evidence_date == date(2020, 3, 1)
    assert bytes_of(one) == data


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("a.exe", b"MZ", "kind_not_taken"),
        ("a.svg", b"<svg/>", "kind_not_taken"),
        ("a.html", b"<html>", "kind_not_taken"),
        ("a.pdf", b"<html><script>", "not_what_it_says"),
        ("a.txt", b"  <!DOCTYPE html>", "not_what_it_says"),
        ("a.jpg", b"\x89PNG\r\n\x1a\n", "not_what_it_says"),
        ("a.pdf", b"", "empty_file"),
    ],
)
def test_it_refuses_what_is_no_evidence_file(world: World, name: str, data: bytes, code: str) -> None:
    with pytest.raises(Refusal) as refusal:
        kept(world, data, name)
    assert [fault.code for fault in refusal.value.faults] == [code]
    assert not Evidence.objects.exists()


def test_it_refuses_a_file_of_more_than_fifty_megabytes(world: World) -> None:
    with pytest.raises(Refusal) as refusal:
        kept(world, size=files.MOST_MEGABYTES * 1024 * 1024 + 1)
    assert refusal.value.faults[0].code == "too_large"


def test_it_refuses_a_date_to_come_and_the_same_file_twice(world: World) -> None:
    with pytest.raises(Refusal) as refusal:
        kept(world, evidence_date=clock.today() + timedelta(days=1))
    assert refusal.value.faults[0].code == "date_to_come"
    kept(world)
    with pytest.raises(Refusal) as refusal:
        kept(world)
    assert refusal.value.faults[0].code == "evidence_twice"


def test_it_makes_no_path_of_a_name(world: World) -> None:
    one = kept(world, name="..\\..//etc/批\x00复\n.pdf")
    assert one.name == "批复.pdf"


def test_it_is_given_out_as_a_download_and_never_sniffed(world: World, signed_in: SignIn) -> None:
    one = kept(world)
    answer = signed_in("evaluation_office", "P").get(f"/documents/evidence/{one.pk}/")
    assert b"".join(answer.streaming_content) == PDF  # type: ignore[attr-defined]
    answer.close()
    assert answer["Content-Disposition"] == "attachment; filename*=utf-8''%E6%89%B9%E5%A4%8D.pdf"
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_it_shows_photos_and_pdf_in_the_browser_and_nothing_else(world: World, signed_in: SignIn) -> None:
    shown, text = kept(world), kept(world, b"plain", "说明.txt")
    client = signed_in("unit_head", "A")
    answers = [client.get(f"/documents/evidence/{one.pk}/preview/") for one in (shown, text)]
    for answer in answers:
        answer.close()
    assert [answer["Content-Disposition"].split(";")[0] for answer in answers] == ["inline", "attachment"]


@pytest.mark.parametrize(
    ("role", "code", "status"),
    [
        ("data_officer", "A", 200),
        ("inspector", "P", 200),
        ("unit_head", "B", 403),
        ("unit_head", "A1", 403),
        ("evaluation_office", "Q", 403),
        ("officer", "A", 403),
    ],
)
def test_it_is_given_only_to_those_who_may_read_it(
    world: World, signed_in: SignIn, role: str, code: str, status: int
) -> None:
    one = kept(world)
    answer = signed_in(role, code).get(f"/documents/evidence/{one.pk}/")
    answer.close()
    assert answer.status_code == status


def test_it_is_brought_by_the_body_itself_or_the_office_above(world: World) -> None:
    body = world.body("A")
    told = {"body": body, "file": BytesIO(PDF), "name": "a.pdf", "size": len(PDF)}
    with pytest.raises(policy.Denied):
        actions.keep_evidence(world.person("data_officer", "B"), **told)  # type: ignore[arg-type]
    assert actions.keep_evidence(world.person("inspector", "P"), **told).body == body  # type: ignore[arg-type]


def test_it_is_withdrawn_once_and_stays_in_the_store(world: World) -> None:
    one = kept(world)
    officer = world.person("data_officer", "A")
    actions.withdraw_evidence(officer, evidence=one)
    with pytest.raises(Refusal):
        actions.withdraw_evidence(officer, evidence=one)
    assert store.is_sound(one.digest)


def test_it_leaves_a_line_for_each_deed(world: World) -> None:
    one = kept(world)
    actions.withdraw_evidence(world.person("data_officer", "A"), evidence=one)
    deeds = list(Line.objects.filter(deed__startswith="documents.").values_list("deed", flat=True).order_by("sequence"))
    assert deeds == ["documents.keep_evidence", "documents.withdraw_evidence"]
