"""Each deed with accounts leaves its line, with who, what and why."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from adapters.web_world import World
from zhiheng_web.audit.models import Line

SYSTEM, SECURITY = "system_administrator", "security_administrator"


@pytest.mark.parametrize(
    ("role", "path", "form", "deed"),
    [
        (SYSTEM, "new/", {"name": "li.er", "display_name": "李二"}, "accounts.create_account"),
        (SYSTEM, "{}/edit/", {"display_name": "另名", "version": "1"}, "accounts.edit_account"),
        (SYSTEM, "{}/deactivate/", {"reason": "退休"}, "accounts.deactivate_account"),
        (SYSTEM, "{}/activate/", {"reason": "返聘"}, "accounts.activate_account"),
        (SECURITY, "{}/unlock/", {"reason": "本人来过"}, "accounts.unlock_account"),
        (SECURITY, "{}/reset-password/", {"reason": "忘记"}, "accounts.reset_password"),
        (SECURITY, "{}/remove-second-factor/", {"reason": "手机丢失"}, "accounts.remove_second_factor"),
    ],
)
def test_it_leaves_a_line(
    world: World, signed_in: Callable[[str, str], Client], role: str, path: str, form: dict[str, str], deed: str
) -> None:
    client, head = signed_in(role, "P"), world.person("unit_head", "A")
    before = Line.objects.count()
    assert client.post(f"/accounts/{path.format(head.pk)}", form).status_code in (200, 303)
    line = Line.objects.get(deed=deed)
    assert Line.objects.count() == before + 1
    assert line.actor_id == world.person(role, "P").pk
    assert line.reason == form.get("reason", "")
    assert line.changes[0]["kind"] == "accounts.account"
    if path.startswith("{}"):
        assert line.changes[0]["id"] == str(head.pk)
