"""The index of the search: SQL of the database in use, for Django knows of neither."""

from typing import Any

from django.db import migrations

from zhiheng_web.cases import searching


def put_up(apps: Any, editor: Any) -> None:
    """Put the index up."""
    searching.put_up(editor.connection)


def take_down(apps: Any, editor: Any) -> None:
    """Take the index down."""
    searching.take_down(editor.connection)


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_initial")]

    operations = [migrations.RunPython(put_up, take_down)]
