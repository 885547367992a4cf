"""Documents of these tests are written as Word alone: what PDF takes is tested once, where it matters."""

from __future__ import annotations

from collections.abc import Iterator
from unittest.mock import patch

import pytest

from zhiheng import api


@pytest.fixture(autouse=True)
def _word_alone(request: pytest.FixtureRequest) -> Iterator[None]:
    """Do as where the PDF engine is not installed, unless the test asks for `with_pdf`."""
    if "with_pdf" in request.fixturenames:
        yield
        return
    with patch.object(api.documents, "has_typst", return_value=False):
        yield


@pytest.fixture
def with_pdf() -> None:
    """Write PDF files too."""
