"""Text in the two languages of the product. The Chinese is the authentic one; the English helps the reader."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Language = Literal["zh", "en"]


@dataclass(frozen=True, slots=True)
class Text:
    """A wording in Chinese with its English; an empty English falls back to the Chinese."""

    zh: str
    en: str = ""

    def of(self, language: Language) -> str:
        """Return the wording in `language`."""
        return self.zh if language == "zh" or not self.en else self.en
