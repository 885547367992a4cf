"""Wordings in both languages as data files write them: `{zh: …, en: …}`."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from zhiheng_web.lib.words import Text


class Words(BaseModel):
    """A wording in both languages; neither may be empty."""

    model_config = ConfigDict(extra="forbid")
    zh: str = Field(min_length=1)
    en: str = Field(min_length=1)

    @property
    def text(self) -> Text:
        """Return the wording as the application says it."""
        return Text(self.zh, self.en)
