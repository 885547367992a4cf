"""What a password must be (GB/T 22239-2019 8.1.4.1 a: complex, changed from time to time), and passwords made once."""

from __future__ import annotations

import secrets
import string
from typing import Any

from django.core.exceptions import ValidationError

from zhiheng_web.lib.words import Text, say

#: After so many days a new password is asked for.
AGE_IN_DAYS = 180
#: So many of the four kinds of characters; a passphrase of `LONG` characters needs none of that.
KINDS = 3
LONG = 20
RULES = Text(
    "至少 12 位；大写字母、小写字母、数字、符号中至少有三类（20 位以上不作此要求）；"
    "不得是常见口令，不得与账号、姓名相近，不得与现口令相同。",
    "At least 12 characters with three of capitals, small letters, digits and signs (20 or more need none of this); "
    "no common password, nothing close to the account or the name, not the present one.",
)
# Without signs that look alike: these passwords are read out and typed once.
_LETTERS = "".join(sign for sign in string.ascii_letters + string.digits if sign not in "0O1lI")


class MixedCharacters:
    """Asks for three kinds of characters, or for length."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raise ValidationError for a short password of fewer kinds."""
        if len(password) >= LONG:
            return
        kinds = {_kind(sign) for sign in password}
        if len(kinds) < KINDS:
            raise ValidationError(
                say(
                    Text(
                        f"口令只用了 {len(kinds)} 类字符，要有 {KINDS} 类（大小写、数字、符号），或够 {LONG} 位。",
                        f"Only {len(kinds)} kinds of characters; use at least {KINDS} (capitals, small letters, "
                        f"digits, signs) or {LONG} characters.",
                    )
                ),
                code="too_few_kinds",
            )

    def get_help_text(self) -> str:
        """Return the rule in words."""
        return say(RULES)


def _kind(sign: str) -> str:
    if sign.isdigit():
        return "digit"
    if sign.isalpha() and sign.isascii():
        return "capital" if sign.isupper() else "small"
    return "sign"


def make_password_once() -> str:
    """Return a password for the first sign-in: four groups of four, shown once and to be changed at once."""
    while True:
        groups = ["".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(4)]
        password = "-".join(groups)
        if {"digit", "capital", "small"} <= {_kind(sign) for sign in password}:
            return password
