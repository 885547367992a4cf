"""What an installation may set, from the environment: typed, checked at the start, one list of what is wrong."""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Environment(BaseSettings):
    """The settings of an installation; every name stands in the environment with the prefix `ZHIHENG_`.

    `home` holds the database (unless `database_url` names another), the stored files and the secret key.
    """

    model_config = SettingsConfigDict(env_prefix="ZHIHENG_", extra="ignore")

    home: Path = Field(default=Path("zhiheng-home"))
    database_url: str = ""
    secret_key: str = ""
    allowed_hosts: str = "127.0.0.1,localhost,[::1]"
    trusted_origins: str = ""
    https: bool = False
    debug: bool = False
    demonstration: bool = False
    jobs: Literal["worker", "immediate"] = "worker"
    oidc_name: str = ""
    oidc_server: str = ""
    oidc_client: str = ""
    oidc_secret: str = ""
    two_factors: Literal["optional", "required"] = "optional"
    fangsong: str = ""
    site_name: str = ""
    site_record: str = ""
    site_contact: str = ""

    def key(self) -> str:
        """Return the secret key: the one given, or one made at the first start, kept in `home` for its owner only."""
        if self.secret_key:
            return self.secret_key
        file = self.home / "secret-key"
        if not file.exists():
            self.home.mkdir(parents=True, exist_ok=True)
            file.touch(mode=0o600)
            file.write_text(secrets.token_urlsafe(50), encoding="ascii")
        return file.read_text(encoding="ascii").strip()


def origin_of(address: str) -> str:
    """Return scheme, host and port of an address: `https://id.example.cn`."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"
