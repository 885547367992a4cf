"""How many pages a PDF has, read from its own page tree; nothing is drawn, no script of it is run.

Only what a page count needs is understood: objects, object streams packed by Flate, the catalogue and its page tree. A
file that is encrypted or broken has no known count, and the person who uploads it says how many pages it has.
"""

from __future__ import annotations

import re
import zlib

#: More pages than this no file of a case has; a number above it is a slip or a trick.
MOST_PAGES = 5_000
#: So much is unpacked of all object streams together.
_MOST_UNPACKED = 64 << 20
_OBJECT = re.compile(rb"(?<![0-9])([0-9]{1,10})[ \t\r\n\0\f]+[0-9]{1,5}[ \t\r\n\0\f]+obj\b")
_REFERENCE = rb"[ \t\r\n\0\f]*([0-9]{1,10})[ \t\r\n\0\f]+[0-9]{1,5}[ \t\r\n\0\f]+R"
_ROOT = re.compile(rb"/Root" + _REFERENCE)
_PAGES = re.compile(rb"/Pages" + _REFERENCE)
_COUNT = re.compile(rb"/Count[ \t\r\n\0\f]+([0-9]{1,10})")
_STREAM = re.compile(rb"stream\r?\n")
_HEAD_IN_BYTES = 65_536


def pages_of_pdf(data: bytes) -> int | None:
    """Return the number of pages, None where the file does not say it plainly."""
    if b"/Encrypt" in data:
        return None
    objects = _objects(data)
    roots = [int(found) for found in _ROOT.findall(data)]
    # The last root is that of the last revision.
    for root in reversed(roots):
        pages = _PAGES.search(objects.get(root, b""))
        tree = objects.get(int(pages.group(1)), b"") if pages else b""
        counts = [int(found) for found in _COUNT.findall(tree)]
        if len(counts) == 1 and 0 < counts[0] <= MOST_PAGES:
            return counts[0]
    return None


def _objects(data: bytes) -> dict[int, bytes]:
    """Return the dictionaries of the objects by number; what stands later in the file replaces what stood before."""
    found: dict[int, bytes] = {}
    left = _MOST_UNPACKED
    starts = list(_OBJECT.finditer(data))
    for place, start in enumerate(starts):
        limit = starts[place + 1].start() if place + 1 < len(starts) else len(data)
        body = data[start.end() : limit]
        stream = _STREAM.search(body[:_HEAD_IN_BYTES])
        head = body[: stream.start()] if stream else body[:_HEAD_IN_BYTES]
        found[int(start.group(1))] = head
        if stream and b"/ObjStm" in head and b"/FlateDecode" in head and left > 0:
            unpacked = _unpacked(body[stream.end() :], left)
            left -= len(unpacked)
            found.update(_packed(head, unpacked))
    return found


def _unpacked(stream: bytes, most: int) -> bytes:
    try:
        return zlib.decompressobj().decompress(stream, most)
    except zlib.error:
        return b""


def _packed(head: bytes, unpacked: bytes) -> dict[int, bytes]:
    """Return the objects of an object stream: pairs of number and offset stand before the first of them."""
    first = re.search(rb"/First[ \t\r\n\0\f]+([0-9]{1,10})", head)
    if first is None:
        return {}
    begin = int(first.group(1))
    words = unpacked[:begin].split()
    if not words or len(words) % 2 or not all(word.isdigit() for word in words):
        return {}
    numbers, offsets = [int(word) for word in words[::2]], [int(word) for word in words[1::2]]
    ends = [*offsets[1:], len(unpacked) - begin]
    return {
        number: unpacked[begin + offset : begin + end]
        for number, offset, end in zip(numbers, offsets, ends, strict=True)
    }
