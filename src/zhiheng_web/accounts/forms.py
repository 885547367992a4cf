"""The forms of the sign-in pages and of the accounts, with labels in both languages."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import ChangePasswordForm as LibraryChangePasswordForm
from allauth.account.forms import LoginForm as LibraryLoginForm
from allauth.account.forms import ReauthenticateForm as LibraryReauthenticateForm
from allauth.core import context
from allauth.mfa.base.forms import AuthenticateForm as LibraryCodeForm
from allauth.mfa.base.forms import ReauthenticateForm as LibraryCodeAgainForm
from allauth.mfa.totp.forms import ActivateTOTPForm as LibraryActivateForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm as LibraryAddKeyForm
from allauth.mfa.webauthn.forms import EditWebAuthnForm as LibraryEditKeyForm
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator

from zhiheng_web.accounts import doors
from zhiheng_web.accounts.models import Account
from zhiheng_web.accounts.passwords import RULES
from zhiheng_web.accounts.wordings import ERRORS
from zhiheng_web.lib.fields import DayField, spoken, wrong

_PASSWORD = spoken("口令", "Password")
_PRESENT = spoken("现口令", "Present password")
_NEW = spoken("新口令", "New password")
_AGAIN = spoken("再输一次新口令", "The new password again")
_CODE = spoken("验证码", "Code")
_CODE_HINT = spoken(
    "身份验证器当前显示的六位数，或者一个恢复码", "The six digits your authenticator shows now, or a recovery code"
)


def _name(form: forms.BaseForm, labels: dict[str, tuple[Any, Any]]) -> None:
    for name, (label, hint) in labels.items():
        field = form.fields.get(name)
        if field is not None:
            field.label, field.help_text = label, hint
            field.widget.attrs.pop("placeholder", None)


class SignInForm(LibraryLoginForm):  # type: ignore[misc]
    """Account and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _name(self, {"login": (spoken("账号", "Account"), ""), "password": (_PASSWORD, "")})


class ChangePasswordForm(LibraryChangePasswordForm):  # type: ignore[misc]
    """The present password and a new one, twice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _name(
            self,
            {"oldpassword": (_PRESENT, ""), "password1": (_NEW, spoken(RULES.zh, RULES.en)), "password2": (_AGAIN, "")},
        )


class ReauthenticateForm(LibraryReauthenticateForm):  # type: ignore[misc]
    """The password once more, before something that must not be done at an open screen."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _name(self, {"password": (_PASSWORD, "")})


class _Guarded:
    """Asks the door before a code is looked at: codes are counted with passwords."""

    user: Account

    def clean_code(self) -> str:
        """Return the code if it is right. Raises ValidationError, also where the door is closed."""
        if not doors.is_open(context.request, self.user.name):
            context.request.axes_locked_out = True
            context.request.axes_credentials = {"username": self.user.name}
            raise ValidationError(ERRORS["too_many_login_attempts"], code="locked")
        code: str = super().clean_code()  # type: ignore[misc]
        return code


class CodeForm(_Guarded, LibraryCodeForm):  # type: ignore[misc]
    """The second factor at sign-in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _name(self, {"code": (_CODE, _CODE_HINT)})


class CodeAgainForm(_Guarded, LibraryCodeAgainForm):  # type: ignore[misc]
    """The second factor once more."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _name(self, {"code": (_CODE, _CODE_HINT)})


class ActivateForm(LibraryActivateForm):  # type: ignore[misc]
    """The first code of a new authenticator."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _name(self, {"code": (_CODE, spoken("扫码之后身份验证器显示的六位数", "The six digits shown after scanning"))})


class AddKeyForm(LibraryAddKeyForm):  # type: ignore[misc]
    """A name for a new security key."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _name(
            self,
            {
                "name": (
                    spoken("名称", "Name"),
                    spoken("例如：办公室的蓝色密钥", "For instance: the blue key at the office"),
                )
            },
        )


class EditKeyForm(LibraryEditKeyForm):  # type: ignore[misc]
    """Another name for a security key."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _name(self, {"name": (spoken("名称", "Name"), "")})


_ACCOUNT_NAME = RegexValidator(
    r"^[A-Za-z0-9][A-Za-z0-9._-]{2,49}\Z",
    spoken(
        "3 到 50 位：字母、数字、点、横线、下划线，以字母或数字开头。",
        "3 to 50 letters, digits, dots, hyphens or underscores, a letter or digit first.",
    ),
)


class AccountForm(forms.Form):
    """What the system administrator says of an account."""

    name = forms.CharField(
        label=spoken("账号", "Account"),
        help_text=spoken(
            "登录用，建好后不能更改；一人一号，不得共用", "For signing in, never changed; one person, one account"
        ),
        validators=[_ACCOUNT_NAME],
    )
    display_name = forms.CharField(label=spoken("姓名", "Name"), max_length=100)
    officer_id = forms.CharField(
        label=spoken("人员编号", "Officer number"),
        help_text=spoken("是执法人员的，填台账中的人员编号", "For enforcement officers: the number in the ledger"),
        max_length=100,
        required=False,
    )
    valid_until = DayField(
        label=spoken("有效期至", "Valid until"),
        help_text=spoken("最后一天仍可登录；留空为长期", "The last day included; empty means without end"),
        required=False,
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def clean_name(self) -> str:
        """Return the name. Raises ValidationError where another account has it."""
        name = str(self.cleaned_data["name"])
        if Account.objects.filter(name__iexact=name).exists():
            raise wrong("已有这个账号，请换一个。", "There is such an account already; choose another.")
        return name


class EditAccountForm(AccountForm):
    """The same without the name, which stays."""

    name = None  # type: ignore[assignment]


class ReasonForm(forms.Form):
    """A deed that wants a reason."""

    reason = forms.CharField(
        label=spoken("理由", "Reason"),
        help_text=spoken("写入审计记录", "Goes into the audit trail"),
        max_length=500,
    )


class FirstAccountForm(forms.Form):
    """The first account and the organisation that runs this installation."""

    token = forms.CharField(widget=forms.HiddenInput)
    body_name = forms.CharField(
        label=spoken("运行单位", "Organisation"),
        help_text=spoken("机构树的根，例如省住房和城乡建设厅", "The root of the tree of bodies"),
        max_length=200,
    )
    body_code = forms.CharField(
        label=spoken("单位编号", "Its number"),
        help_text=spoken("与台账中的单位编号一致", "As in the ledger"),
        max_length=100,
    )
    name = forms.CharField(
        label=spoken("系统管理员账号", "Account of the system administrator"), validators=[_ACCOUNT_NAME]
    )
    display_name = forms.CharField(label=spoken("姓名", "Name"), max_length=100)
    password = forms.CharField(
        label=_PASSWORD,
        help_text=spoken(RULES.zh, RULES.en),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        strip=False,
    )
    password_again = forms.CharField(
        label=spoken("再输一次口令", "The password again"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        strip=False,
    )

    def clean(self) -> dict[str, Any]:
        """Return what was typed. Raises ValidationError where the two passwords differ or break the rules."""
        given: dict[str, Any] = super().clean() or {}
        password = given.get("password")
        if password and password != given.get("password_again"):
            self.add_error("password_again", wrong("两次输入的口令不同。", "The two passwords differ."))
        elif password:
            person = Account(name=given.get("name", ""), display_name=given.get("display_name", ""))
            try:
                validate_password(password, person)
            except ValidationError as broken:
                self.add_error("password", broken)
        return given
