"""The address of a questionnaire as a QR code (ISO/IEC 18004), drawn as SVG without any inline style."""

from __future__ import annotations

from io import BytesIO

import qrcode  # type: ignore[import-untyped]
from qrcode.constants import ERROR_CORRECT_M  # type: ignore[import-untyped]
from qrcode.image.svg import SvgPathImage  # type: ignore[import-untyped]


def svg_of(address: str) -> bytes:
    """Return an SVG file with the QR code of an address, dark on white, with the quiet zone of four modules."""
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=4, image_factory=_OnWhite)
    code.add_data(address)
    code.make(fit=True)
    stream = BytesIO()
    code.make_image().save(stream)
    return stream.getvalue()


class _OnWhite(SvgPathImage):  # type: ignore[misc]
    """On white also where the page is dark: scanners want dark on light."""

    background = "white"
