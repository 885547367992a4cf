"""The cases of the bureau as rows of its ledger, and a few papers of their files, made on the spot. All invented."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from io import BytesIO
from typing import Any

from PIL import Image, ImageDraw

from zhiheng_web.cases.actions.documents import Upload
from zhiheng_web.demonstration.review_places import BUREAU, OFFICERS_EACH, UNITS, officer_codes

#: Kind of case and what it is about, in turn.
_CAUSES = (
    ("penalty", "殴打他人"),
    ("penalty", "盗窃"),
    ("penalty", "旅馆业不按规定登记住宿人员信息"),
    ("penalty", "赌博"),
    ("licence", "举办焰火燃放活动许可"),
    ("penalty", "饮酒后驾驶机动车"),
    ("compulsion", "扣留机动车"),
    ("penalty", "扰乱公共场所秩序"),
    ("penalty", "非法携带管制器具"),
    ("licence", "剧毒化学品购买许可"),
    ("penalty", "故意损毁财物"),
)
_PLACES = "城关镇滨河路 东湖镇望江街 石桥镇老桥头 城关镇青云巷 东湖镇渔港路 石桥镇集贸市场".split()
_FAMILIES = "段 雷 莫 庞 乔 阎 柏 丁".split()
_NAMES = "大勇 小满 春生 秀兰 长贵 玉梅 家旺 立夏 冬至 银花 铁山".split()

#: What happens in a case and how many days before it is closed.
_COURSE = (
    ("clue_registered", 50),
    ("filed", 49),
    ("inspected", 48),
    ("investigated", 40),
    ("reviewed", 32),
    ("notified", 29),
    ("statement_heard", 26),
    ("decided", 20),
    ("served", 17),
    ("paid", 9),
    ("closed", 0),
)
_OFFICIAL = ("notified", "decided", "served")


@dataclass(frozen=True, slots=True)
class CaseFile:
    """A case whose file is reviewed: its number in the year, who handled it, when it was closed."""

    number: int
    closed_on: date

    @property
    def unit(self) -> str:
        """Return the code of the unit: they take turns."""
        return list(UNITS)[self.number % len(UNITS)]

    @property
    def place(self) -> int:
        """Return the place of the lead officer in the unit, 0 first; they take turns too."""
        return self.number // len(UNITS) % OFFICERS_EACH

    @property
    def lead(self) -> str:
        """Return the number of the lead officer."""
        return officer_codes(self.unit)[self.place]

    @property
    def second(self) -> str:
        """Return the number of the officer who assisted."""
        return officer_codes(self.unit)[(self.place + 1) % OFFICERS_EACH]

    @property
    def code(self) -> str:
        """Return the number of the case."""
        return f"云公案字〔{self.closed_on.year}〕{self.number + 101:04}"

    @property
    def about(self) -> tuple[str, str]:
        """Return kind and cause."""
        return _CAUSES[self.number % len(_CAUSES)]


def case_rows(files: list[CaseFile]) -> list[dict[str, Any]]:
    """Return cases as rows of the ledger's `cases`."""
    return [_case(one) for one in files]


def _case(one: CaseFile) -> dict[str, Any]:
    kind, cause = one.about
    party = _FAMILIES[one.number % len(_FAMILIES)] + _NAMES[(one.number * 5) % len(_NAMES)]
    row: dict[str, Any] = {"case_id": one.code, "unit_id": one.unit, "kind": kind, "cause": cause, "source": "patrol"}
    row |= {"lead_officer_id": one.lead, "second_officer_id": one.second, "party_id": party, "party_kind": "citizen"}
    row["place"] = f"{_PLACES[one.number % len(_PLACES)]} {one.number % 90 + 1} 号"
    row["document_no"] = f"云公决字〔{one.closed_on.year}〕{one.number + 201} 号"
    if kind == "penalty":
        row |= {"procedure": "ordinary", "penalty_kind": "罚款", "fine": 200 + 100 * (one.number % 4)}
    return row


def event_rows(files: list[CaseFile]) -> list[dict[str, Any]]:
    """Return what happened in cases as rows of the ledger's `events`."""
    return [row for one in files for row in _events(one)]


def _events(one: CaseFile) -> Iterator[dict[str, Any]]:
    for activity, days in _COURSE:
        if activity == "paid" and one.about[0] != "penalty":
            continue
        row: dict[str, Any] = {"case_id": one.code, "activity": activity, "at": one.closed_on - timedelta(days=days)}
        row |= {"officer_id": one.lead, "medium": "text"}
        if activity in _OFFICIAL:
            row["document_no"] = f"云公{_OFFICIAL.index(activity) + 1}字{one.number + 301}号"
        yield row


def papers(one: CaseFile) -> list[Upload]:
    """Return a few papers of a file: a decision and a record as PDF, a photo."""
    kind, cause = one.about
    decision = [
        ("行政处罚决定书" if kind == "penalty" else "行政决定书"),
        one.code,
        f"案由：{cause}",
        "（虚构，仅供演示）",
    ]
    record = ["询问笔录", one.code, "问：请把事情经过讲一下。", "答：（虚构内容）", "核对无误。"]
    made = [
        ("决定书.pdf", pdf_of([decision, ["附：救济途径告知", "可以依法申请行政复议。"]])),
        ("询问笔录.pdf", pdf_of([record])),
        ("现场照片.png", _photo(one.code, one.number)),
    ]
    return [Upload(BytesIO(data), name, len(data)) for name, data in made]


def pdf_of(pages: list[list[str]]) -> bytes:
    """Return a small PDF with a page for each list of lines, in a font that every reader brings along."""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"",
        b"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [4 0 R] >>",
        b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /FontDescriptor 5 0 R "
        b"/CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> >>",
        b"<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [-25 -254 1000 880] /ItalicAngle 0 "
        b"/Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >>",
    ]
    kids = []
    for lines in pages:
        kids.append(len(objects) + 1)
        box = "/MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >>"
        objects.append(f"<< /Type /Page /Parent 2 0 R {box} /Contents {len(objects) + 2} 0 R >>".encode())
        text = _text(lines)
        objects.append(b"<< /Length %d >>\nstream\n%b\nendstream" % (len(text), text))
    named = " ".join(f"{number} 0 R" for number in kids)
    objects[1] = f"<< /Type /Pages /Kids [{named}] /Count {len(kids)} >>".encode()
    return _bound(objects)


def _text(lines: list[str]) -> bytes:
    shown = [
        f"BT /F1 {22 if place == 0 else 14} Tf 72 {760 - 40 * place} Td <{line.encode('utf-16-be').hex()}> Tj ET"
        for place, line in enumerate(lines)
    ]
    return "\n".join(shown).encode("ascii")


def _bound(objects: list[bytes]) -> bytes:
    """Return the file: objects one after the other, the table of where each begins, the trailer."""
    out = bytearray(b"%PDF-1.4\n")
    starts = []
    for number, told in enumerate(objects, start=1):
        starts.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, told)
    begin = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    for start in starts:
        out += b"%010d 00000 n \n" % start
    out += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, begin)
    return bytes(out)


def _photo(code: str, number: int) -> bytes:
    """Return a picture that stands for a photo of the place: a street, and a mark that differs from file to file."""
    picture = Image.new("RGB", (640, 420), (206, 219, 230))
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0, 260, 640, 420), fill=(120, 122, 124))
    pen.rectangle((60, 110, 300, 260), fill=(183, 160, 140))
    pen.rectangle((340 + number % 7 * 20, 150, 460 + number % 7 * 20, 260), fill=(150, 70 + number % 90, 60))
    pen.text((16, 392), f"{BUREAU} {code.encode('ascii', 'ignore').decode()} fictional", fill=(255, 255, 255))
    out = BytesIO()
    picture.save(out, "PNG", optimize=True)
    return out.getvalue()
