"""`zhiheng doctor`: looks at an installation and says of each part whether it is sound, and how to mend it."""

from __future__ import annotations

import shutil
import sqlite3
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from zhiheng.api import Text, legaltime
from zhiheng_web.audit import checkpoints, guards
from zhiheng_web.cases import queries, searching
from zhiheng_web.conf.databases import is_wal_sound
from zhiheng_web.conf.fonts import chinese_fonts
from zhiheng_web.intake.models import Book
from zhiheng_web.lib import clock, workers

NOTHING = Text("", "")


class Verdict(StrEnum):
    """How a part stands."""

    ok = "ok"
    warn = "warn"
    fail = "fail"

    @property
    def text(self) -> Text:
        """Return the verdict in words."""
        return {"ok": Text("正常", "ok"), "warn": Text("注意", "warn"), "fail": Text("有误", "FAIL")}[self.value]

    @property
    def colour(self) -> str:
        """Return the colour of a terminal's line."""
        return {"ok": "", "warn": "yellow", "fail": "red"}[self.value]


@dataclass(frozen=True, slots=True)
class Finding:
    """One part of an installation: what it is, how it stands, what was seen, and how to mend it."""

    code: str
    name: Text
    verdict: Verdict
    seen: Text
    remedy: Text = NOTHING

    def line(self) -> Text:
        """Return the finding as one line."""
        verdict = self.verdict.text
        return Text(f"[{verdict.zh}] {self.name.zh}：{self.seen.zh}", f"[{verdict.en}] {self.name.en}: {self.seen.en}")

    def as_json(self) -> dict[str, Any]:
        """Return the finding for programs."""
        return {
            "code": self.code,
            "verdict": self.verdict.value,
            "seen_zh": self.seen.zh,
            "seen_en": self.seen.en,
            "remedy_zh": self.remedy.zh,
            "remedy_en": self.remedy.en,
        }


def examine(home: Path) -> list[Finding]:
    """Look at every part. Nothing is changed; a part that cannot be looked at fails, the others are still told."""
    found = [*_python(), *_packages(), *_home(home), *_secret(home), *_site()]
    try:
        found += [*_database(), *_cases(), *_trail(), *_workers()]
    except (DatabaseError, OSError) as wrong:
        seen = Text(f"不能连接或读取：{_first_line(wrong)}", f"cannot be reached or read: {_first_line(wrong)}")
        remedy = Text("核对 ZHIHENG_HOME、ZHIHENG_DATABASE_URL", "check ZHIHENG_HOME and ZHIHENG_DATABASE_URL")
        found.append(Finding("database", Text("数据库", "database"), Verdict.fail, seen, remedy))
    return [*found, *_calendar()]


def _first_line(wrong: Exception) -> str:
    return (str(wrong).splitlines() or [type(wrong).__name__])[0]


def _python() -> Iterator[Finding]:
    now = ".".join(map(str, sys.version_info[:3]))
    fits = (3, 11) <= sys.version_info[:2] < (3, 14)
    remedy = Text("安装 Python 3.11 至 3.13", "install Python 3.11 to 3.13")
    yield Finding("python", Text("Python", "Python"), Verdict.ok if fits else Verdict.fail, Text(now, now), remedy)


def _packages() -> Iterator[Finding]:
    name = Text("公文排版 typst", "typesetting (typst)")
    try:
        seen = version("typst")
        yield Finding("typst", name, Verdict.ok, Text(seen, seen))
    except PackageNotFoundError:
        remedy = Text("重新安装执衡", "install Zhiheng again")
        yield Finding("typst", name, Verdict.fail, Text("没有安装，出不了 PDF", "missing: no PDF"), remedy)
    fonts = chinese_fonts()
    name = Text("中文字体", "Chinese fonts")
    if fonts:
        yield Finding("fonts", name, Verdict.ok, Text("、".join(fonts[:3]), ", ".join(fonts[:3])))
        return
    remedy = Text(
        "apt-get install -y fonts-noto-cjk（仅影响 PDF；Word 用办公电脑的字体）",
        "apt-get install -y fonts-noto-cjk (for PDF only; Word uses the fonts of the office's computers)",
    )
    yield Finding("fonts", name, Verdict.warn, Text("没有找到", "none found"), remedy)


#: Below this much free space a warning, below the second nothing may be relied on.
_LITTLE_IN_BYTES, _TOO_LITTLE_IN_BYTES = 2 << 30, 200 << 20


def _home(home: Path) -> Iterator[Finding]:
    name = Text("磁盘空间", "disk space")
    free = shutil.disk_usage(home if home.exists() else home.absolute().parent).free
    gigabytes = f"{free / (1 << 30):.1f} GB"
    verdict = Verdict.fail if free < _TOO_LITTLE_IN_BYTES else Verdict.warn if free < _LITTLE_IN_BYTES else Verdict.ok
    remedy = Text("清理磁盘，或把数据文件夹移到更大的磁盘", "free some space, or move the data folder to a larger disk")
    yield Finding("disk", name, verdict, Text(f"余 {gigabytes}", f"{gigabytes} free"), remedy)


def _secret(home: Path) -> Iterator[Finding]:
    name = Text("密钥", "secret key")
    file = home / "secret-key"
    if len(settings.SECRET_KEY) < 32:
        remedy = Text("删去 ZHIHENG_SECRET_KEY，由系统生成", "remove ZHIHENG_SECRET_KEY, one is made")
        yield Finding("secret_key", name, Verdict.fail, Text("太短", "too short"), remedy)
    elif file.exists() and file.stat().st_mode & 0o077:
        remedy = Text(f"chmod 600 {file}", f"chmod 600 {file}")
        yield Finding("secret_key", name, Verdict.fail, Text("别人可以读取", "others can read it"), remedy)
    else:
        yield Finding("secret_key", name, Verdict.ok, Text("已设", "set"))


def _site() -> Iterator[Finding]:
    name = Text("站点", "site")
    if settings.DEBUG:
        remedy = Text("删去 ZHIHENG_DEBUG", "remove ZHIHENG_DEBUG")
        yield Finding("debug", name, Verdict.fail, Text("调试方式打开，会泄露内部信息", "debugging is on"), remedy)
    if "*" in settings.ALLOWED_HOSTS:
        remedy = Text("在 ZHIHENG_ALLOWED_HOSTS 写明域名", "name the hosts in ZHIHENG_ALLOWED_HOSTS")
        yield Finding("hosts", name, Verdict.warn, Text("接受任何域名", "answers to any name"), remedy)
    if settings.SESSION_COOKIE_SECURE:
        yield Finding("https", name, Verdict.ok, Text("只经 HTTPS", "HTTPS only"))
    else:
        remedy = Text("正式使用时经 HTTPS 代理，并设 ZHIHENG_HTTPS=true", "in earnest: HTTPS and ZHIHENG_HTTPS=true")
        yield Finding("https", name, Verdict.warn, Text("未启用 HTTPS", "no HTTPS"), remedy)


def _database() -> Iterator[Finding]:
    connection.ensure_connection()
    yield from (_sqlite() if connection.vendor == "sqlite" else _postgres())
    executor = MigrationExecutor(connection)
    missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    name = Text("数据表", "tables")
    if missing:
        seen = Text(f"缺 {len(missing)} 步更新", f"{len(missing)} migrations are missing")
        remedy = Text("运行 zhiheng serve，或 zhiheng manage migrate", "run zhiheng serve, or zhiheng manage migrate")
        yield Finding("migrations", name, Verdict.fail, seen, remedy)
    else:
        yield Finding("migrations", name, Verdict.ok, Text("与本版本一致", "those of this version"))


#: What must hold of every connection to SQLite, or writes are lost (PRAGMA, and the value it must show).
_PRAGMAS: dict[str, Callable[[Any], bool]] = {
    "synchronous": lambda value: int(value) == 2,
    "foreign_keys": lambda value: int(value) == 1,
    "busy_timeout": lambda value: int(value) >= 20_000,
}


def _sqlite() -> Iterator[Finding]:
    name = Text("SQLite", "SQLite")
    held = {}
    with connection.cursor() as cursor:
        for pragma in (*_PRAGMAS, "journal_mode"):
            cursor.execute(f"PRAGMA {pragma}")
            held[pragma] = cursor.fetchone()[0]
    mode = str(held["journal_mode"]).upper()
    seen = f"{sqlite3.sqlite_version} {mode}"
    wrong = [f"{pragma}={held[pragma]}" for pragma, fits in _PRAGMAS.items() if not fits(held[pragma])]
    if getattr(connection, "transaction_mode", "") != "IMMEDIATE":
        wrong.append("transaction_mode")
    if mode == "WAL" and not is_wal_sound():
        wrong.append("journal_mode=WAL")
    remedy = Text(
        "不要改动数据库设置；用 zhiheng serve 启动", "leave the database settings alone; start by zhiheng serve"
    )
    if wrong:
        listed = ", ".join(wrong)
        yield Finding("sqlite", name, Verdict.fail, Text(f"{seen}：{listed}", f"{seen}: {listed}"), remedy)
    elif not is_wal_sound():
        words = Text(
            f"{seen}；这个版本的 WAL 有缺陷，已改用 TRUNCATE，写入稍慢",
            f"{seen}; WAL of this version is faulty, TRUNCATE is used instead, writing is somewhat slower",
        )
        yield Finding("sqlite", name, Verdict.ok, words)
    else:
        yield Finding("sqlite", name, Verdict.ok, Text(seen, seen))


def _postgres() -> Iterator[Finding]:
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        number = cursor.fetchone()[0]
        cursor.execute("SHOW synchronous_commit")
        commit = cursor.fetchone()[0]
    name, seen = Text("PostgreSQL", "PostgreSQL"), Text(number, number)
    if commit == "off":
        remedy = Text("synchronous_commit = on", "synchronous_commit = on")
        seen = Text("断电会丢失已确认的记录", "a loss of power loses acknowledged deeds")
        yield Finding("postgresql", name, Verdict.fail, seen, remedy)
    else:
        yield Finding("postgresql", name, Verdict.ok, seen)


def _cases() -> Iterator[Finding]:
    name = Text("案件目录", "index of cases")
    if "cases_case" not in connection.introspection.table_names():
        return  # the line on tables tells of it
    if gone := searching.missing(connection):
        seen = Text(f"搜索索引不全：{', '.join(gone)}", f"parts of the search are missing: {', '.join(gone)}")
        remedy = Text("zhiheng manage index_cases", "zhiheng manage index_cases")
        yield Finding("search", name, Verdict.fail, seen, remedy)
        return
    left_out = sum(sum(units.values()) for units in queries.left_out(Book.objects.select_related("body")).values())
    if left_out:
        seen = Text(f"{left_out} 件的单位编号未登记", f"the bodies of {left_out} are not entered")
        remedy = Text(
            "登记机构，再在案件页面重新整理", "enter the bodies, then make the index anew on the page of cases"
        )
        yield Finding("cases", name, Verdict.warn, seen, remedy)
    else:
        yield Finding("cases", name, Verdict.ok, Text("与台账一致", "follows the ledgers"))


_VERIFIED_WITHIN = timedelta(days=7)


def _trail() -> Iterator[Finding]:
    name = Text("审计链", "audit trail")
    missing = guards.missing(connection)
    if missing:
        seen = Text(f"守卫不在：{', '.join(missing)}", f"guards are missing: {', '.join(missing)}")
        remedy = Text("查明是谁取下的；zhiheng verify --audit", "find out who took them; zhiheng verify --audit")
        yield Finding("guards", name, Verdict.fail, seen, remedy)
    try:
        points = [one for one in checkpoints.read(checkpoints.home_file()) if one.occasion == "verified"]
    except (FileNotFoundError, ValueError):
        points = []
    since = (clock.today() - _VERIFIED_WITHIN).isoformat()
    if points and points[-1].day >= since:
        yield Finding("verified", name, Verdict.ok, Text(f"{points[-1].day} 核验过", f"verified on {points[-1].day}"))
        return
    seen = Text("近 7 天没有核验过", "not verified for 7 days")
    remedy = Text("zhiheng verify --audit，最好每天一次", "zhiheng verify --audit, best once a day")
    yield Finding("verified", name, Verdict.warn, seen, remedy)


def _workers() -> Iterator[Finding]:
    name = Text("后台办理", "jobs")
    count = workers.living_workers()
    if count:
        yield Finding("workers", name, Verdict.ok, Text(f"{count} 个进程", f"{count} workers"))
        return
    remedy = Text("zhiheng serve 会一并启动", "zhiheng serve starts one along")
    yield Finding("workers", name, Verdict.warn, Text("没有进程在运行", "no worker is running"), remedy)


def _calendar() -> Iterator[Finding]:
    name = Text("工作日历", "calendar")
    today = clock.today()
    unknown = legaltime.working_calendar().unknown_years(today, today.replace(month=12, day=31))
    if not unknown:
        yield Finding("calendar", name, Verdict.ok, Text(f"{today.year} 年放假通知已收录", f"{today.year} is known"))
        return
    years = "、".join(map(str, sorted(unknown)))
    seen = Text(f"{years} 年放假通知未收录，期限标为“暂定”", f"no notice for {years}: time limits are provisional")
    yield Finding("calendar", name, Verdict.warn, seen, Text("升级执衡", "upgrade Zhiheng"))
