"""What an evidence file is by its content, and what a photo says of when and where it was taken. Nothing is changed."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from decimal import Decimal, InvalidOperation
from pathlib import PurePath
from typing import Any, BinaryIO

from PIL import Image, UnidentifiedImageError

from zhiheng.api import Fault, Place, Refusal
from zhiheng_web.lib.clock import SHANGHAI
from zhiheng_web.lib.fields import EVIDENCE
from zhiheng_web.lib.words import Text

MOST_MEGABYTES = 50
_OFFICE = "application/vnd.openxmlformats-officedocument"
_MEDIA_TYPES = {
    ".pdf": "application/pdf",
    ".ofd": "application/ofd",
    ".docx": f"{_OFFICE}.wordprocessingml.document",
    ".xlsx": f"{_OFFICE}.spreadsheetml.sheet",
    ".pptx": f"{_OFFICE}.presentationml.presentation",
    ".zip": "application/zip",
    ".doc": "application/msword",
    ".xls": "application/vnd.ms-excel",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
    ".mp4": "video/mp4",
    ".txt": "text/plain; charset=utf-8",
    ".csv": "text/csv; charset=utf-8",
}
_EXIF, _GPS = 0x8769, 0x8825
_TAKEN, _OFFSET = 0x9003, 0x9011
_MARKUP = (b"<!doctype", b"<html", b"<svg", b"<?xml", b"<script")


@dataclass(frozen=True, slots=True)
class Taken:
    """When and where a photo was taken, as the camera noted; None where it noted nothing that can be read."""

    at: datetime | None = None
    latitude: Decimal | None = None
    longitude: Decimal | None = None


def plain_name(name: str) -> str:
    """Return the name of a file without folders and without signs that no name should have."""
    bare = PurePath(name.replace("\\", "/")).name
    return "".join(sign for sign in bare if sign.isprintable())[:200].strip() or "evidence"


def media_type_of(name: str, file: BinaryIO, size: int) -> str:
    """Return the media type of a file, its ending and its first bytes in agreement. Raises Refusal otherwise."""
    ending = PurePath(name).suffix.lower()
    if ending not in EVIDENCE:
        raise refused(name, "kind_not_taken", *_NOT_TAKEN)
    if not size:
        raise refused(name, "empty_file", *_EMPTY)
    if size > MOST_MEGABYTES * 1024 * 1024:
        raise refused(name, "too_large", *_TOO_LARGE, value=f"{size // 1024 // 1024} MB")
    file.seek(0)
    head = file.read(512)
    file.seek(0)
    marks = EVIDENCE[ending]
    agrees = any(head.startswith(mark) or (ending == ".mp4" and head[4:8] == mark) for mark in marks)
    if not marks:
        # Plain text says of itself nothing; what a browser would take for a page is refused.
        agrees = b"\x00" not in head and not head.lstrip().lower().startswith(_MARKUP)
    if not agrees:
        raise refused(name, "not_what_it_says", *_OTHER_CONTENT)
    return _MEDIA_TYPES.get(ending, "application/octet-stream")


def taken_of(file: BinaryIO, media_type: str) -> Taken:
    """Return what a photo says of when and where it was taken; nothing for any other file. No picture is decoded."""
    if not media_type.startswith("image/"):
        return Taken()
    file.seek(0)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            with Image.open(file) as image:
                exif = image.getexif()
                return _taken(exif.get_ifd(_EXIF), exif.get_ifd(_GPS))
    except (UnidentifiedImageError, Image.DecompressionBombError, Warning, OSError, ValueError, SyntaxError, TypeError):
        return Taken()
    finally:
        file.seek(0)


def _taken(told: dict[int, Any], place: dict[int, Any]) -> Taken:
    latitude = _degrees(place.get(2), str(place.get(1, "")), limit=90)
    longitude = _degrees(place.get(4), str(place.get(3, "")), limit=180)
    both = latitude is not None and longitude is not None
    return Taken(
        _instant(str(told.get(_TAKEN, "")), str(told.get(_OFFSET, ""))),
        latitude if both else None,
        longitude if both else None,
    )


def _instant(written: str, offset: str) -> datetime | None:
    try:
        moment = datetime.strptime(written.strip("\x00 "), "%Y:%m:%d %H:%M:%S")
    except ValueError:
        return None
    try:
        hours, minutes = int(offset[:3]), int(offset[4:6])
        zone: Any = timezone(timedelta(hours=hours, minutes=minutes if hours >= 0 else -minutes))
    except ValueError:
        zone = SHANGHAI  # cameras that name no zone are set to Beijing time
    return moment.replace(tzinfo=zone)


def _degrees(parts: Any, side: str, *, limit: int) -> Decimal | None:
    try:
        degrees, minutes, seconds = (Decimal(str(part)) for part in parts)
        value = degrees + minutes / 60 + seconds / 3600
    except (TypeError, ValueError, InvalidOperation, ZeroDivisionError):
        return None
    if not value.is_finite() or not 0 <= value <= limit:
        return None
    return (-value if side.upper().startswith(("S", "W")) else value).quantize(Decimal("0.000001"))


def refused(name: str, code: str, reason: Text, remedy: Text, *, value: str = "") -> Refusal:
    """Return the refusal of an evidence file."""
    return Refusal(Fault(code, Place(file=name), reason, remedy, value))


_NOT_TAKEN = (
    Text("不收这种文件", "this kind of file is not taken"),
    Text(f"可以用 {' '.join(sorted(EVIDENCE))}", f"use {' '.join(sorted(EVIDENCE))}"),
)
_EMPTY = (
    Text("文件是空的", "the file is empty"),
    Text("核对后重新选择文件", "check the file and choose it again"),
)
_TOO_LARGE = (
    Text(f"文件超过 {MOST_MEGABYTES} MB", f"the file is larger than {MOST_MEGABYTES} MB"),
    Text("压缩或拆分后再上传", "compress or split it, then upload"),
)
_OTHER_CONTENT = (
    Text("文件内容与后缀名不符", "the content is not what the ending of the name says"),
    Text("用原来的程序另存后再上传", "save it again in its own program, then upload"),
)
