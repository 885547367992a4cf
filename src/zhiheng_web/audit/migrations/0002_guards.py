"""Guards in the database that refuse to change or delete lines of the trail."""

from typing import Any

from django.db import migrations

from zhiheng_web.audit import guards


def put_up(apps: Any, schema_editor: Any) -> None:
    """Put the guards up."""
    guards.put_up(schema_editor.connection)


def take_down(apps: Any, schema_editor: Any) -> None:
    """Take them down."""
    guards.take_down(schema_editor.connection)


class Migration(migrations.Migration):
    """The guards."""

    dependencies = [("audit", "0001_initial")]
    operations = [migrations.RunPython(put_up, take_down)]
