"""The words of the sign-in library in both languages: its messages of error, said when they are shown."""

from __future__ import annotations

from zhiheng_web.lib.fields import spoken

_WRONG_PAIR = spoken(
    "账号或口令不对，请核对后重新输入。", "The account or the password is wrong; check both and try again."
)
_TOO_MANY = spoken("失败次数太多，请稍后再试。", "Too many failures; try again later.")

ERRORS = {
    "account_inactive": spoken(
        "该账号不能登录，请找系统管理员。", "This account cannot sign in; ask the system administrator."
    ),
    "enter_current_password": spoken("现口令不对。", "The present password is wrong."),
    "incorrect_password": spoken("口令不对。", "The password is wrong."),
    "incorrect_code": spoken(
        "验证码不对，请看身份验证器当前显示的六位数。", "The code is wrong; read the six digits shown now."
    ),
    "invalid_login": _WRONG_PAIR,
    "username_password_mismatch": _WRONG_PAIR,
    "too_many_login_attempts": _TOO_MANY,
    "rate_limited": spoken("请求太频繁，请稍候再试。", "Too many requests; wait a moment and try again."),
    "same_as_current": spoken("新口令不得与现口令相同。", "The new password must differ from the present one."),
}
MFA_ERRORS = {
    "incorrect_code": ERRORS["incorrect_code"],
    "cannot_delete_authenticator": spoken(
        "本系统要求第二验证，不能全部停用。", "A second factor is required here; the last one stays."
    ),
}
