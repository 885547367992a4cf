"""Who may do what with accounts: made by the system administrator, opened and unlocked by the security administrator.

The last group are events, no deeds that anyone could be granted: they give the lines of the trail their names.
"""

from zhiheng_web.lib.policy import ADMINISTRATORS, Deed, Reach, Role, declare, grant
from zhiheng_web.lib.words import Text

_SYSTEM = grant([Role.system_administrator], Reach.everywhere)
# Who makes accounts must not also open them: a new password is given by the security administrator.
_SECURITY = grant([Role.security_administrator], Reach.everywhere)

declare(
    Deed("accounts.sign_in", Text("登录", "sign in"), open_to_all=True),
    Deed("accounts.sign_out", Text("退出登录", "sign out"), open_to_all=True),
    Deed("accounts.create_first_account", Text("建立首个账号", "create the first account"), open_to_all=True),
    Deed("accounts.change_own_account", Text("管理自己的账号", "keep one's own account"), signed_in=True),
    Deed("accounts.change_password", Text("修改自己的口令", "change one's own password"), signed_in=True),
    Deed("accounts.end_sign_in", Text("结束自己的一次登录", "end one of one's sign-ins"), signed_in=True),
    Deed("accounts.read_policy", Text("查看职权对照表", "see who can do what"), signed_in=True),
    Deed("accounts.read_accounts", Text("查看账号", "read the accounts"), grant(ADMINISTRATORS, Reach.everywhere)),
    Deed("accounts.create_account", Text("新建账号", "create an account"), _SYSTEM),
    Deed("accounts.edit_account", Text("修改账号", "edit an account"), _SYSTEM),
    Deed("accounts.deactivate_account", Text("停用账号", "deactivate an account"), _SYSTEM),
    Deed("accounts.activate_account", Text("恢复账号", "activate an account again"), _SYSTEM),
    Deed("accounts.unlock_account", Text("解锁账号", "unlock an account"), _SECURITY),
    Deed("accounts.reset_password", Text("重置他人口令", "give an account a new password"), _SECURITY),
    Deed("accounts.remove_second_factor", Text("解除他人的第二验证", "remove an account's second factor"), _SECURITY),
)
declare(
    Deed("accounts.fail_sign_in", Text("登录失败", "a failed sign-in")),
    Deed("accounts.lock_account", Text("连续失败，账号锁定", "locked after failures")),
    Deed("accounts.idle_out", Text("久无操作，自动退出", "signed out when idle")),
    Deed("accounts.shut_out", Text("账号停用或到期，退出登录", "signed out: account no longer valid")),
    Deed("accounts.add_second_factor", Text("启用第二验证", "a second factor was added")),
    Deed("accounts.drop_second_factor", Text("停用第二验证", "a second factor was dropped")),
    Deed("accounts.renew_recovery_codes", Text("重新生成恢复码", "recovery codes were renewed")),
    Deed("accounts.link_outside_identity", Text("绑定统一身份认证", "linked to an outside identity")),
)
