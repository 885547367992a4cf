"""What the benchmarks share: runs in processes of their own, peaks of memory, the machine, the page of results."""

from __future__ import annotations

import importlib.metadata
import json
import os
import platform
import resource
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "performance.md"
OUT = ROOT / "out" / "bench"
_LOOK_EVERY = 0.05  # seconds between two looks at the memory of the processes

Run = dict[str, Any]


def run_child(module: str, *arguments: str, settings: Mapping[str, str] | None = None) -> Run:
    """Run `python -m module arguments` and return the JSON it prints, with `peak` in MiB.

    `peak` is that of the child as the kernel counts it, or of the child with its own children where that is more.
    `settings` go into its environment. Raises CalledProcessError where the child fails; what it says on stderr is
    passed on.
    """
    paths = os.pathsep.join([str(ROOT), str(ROOT / "src")])
    command = [sys.executable, "-m", module, *arguments]
    with subprocess.Popen(
        command,
        cwd=ROOT,
        env={**os.environ, **(settings or {}), "PYTHONPATH": paths},
        stdout=subprocess.PIPE,
        text=True,
    ) as child:
        tree = _Tree(child.pid)
        tree.start()
        told, _ = child.communicate()
        tree.ended.set()
        tree.join()
    if child.returncode:
        raise subprocess.CalledProcessError(child.returncode, command)
    run: Run = json.loads(told.splitlines()[-1])
    return {**run, "peak": max(run.get("peak", 0), tree.peak)}


class _Tree(threading.Thread):
    """Looks at the resident memory of a process and all below it while it runs; without /proc it sees nothing."""

    def __init__(self, process: int) -> None:
        super().__init__(daemon=True)
        self.process, self.peak, self.ended = process, 0.0, threading.Event()

    def run(self) -> None:
        """Look until told that the process has ended."""
        while not self.ended.wait(_LOOK_EVERY):
            self.peak = max(self.peak, sum(map(_resident, _family(self.process))))


def _family(process: int) -> list[int]:
    family, at = [process], 0
    while at < len(family):
        for listed in Path(f"/proc/{family[at]}/task").glob("*/children"):
            try:
                family += [int(child) for child in listed.read_text().split()]
            except OSError:
                continue
        at += 1
    return family


def _resident(process: int) -> float:
    try:
        pages = int(Path(f"/proc/{process}/statm").read_text().split()[1])
    except (OSError, IndexError):
        return 0.0
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def peak_in_mib() -> float:
    """Return the peak of resident memory of this process alone.

    `ru_maxrss` would begin with what the starting process held when it forked; the kernel's own count does not.
    """
    status = Path("/proc/self/status")
    if status.exists():
        for line in status.read_text().splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) / 1024
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (2**20 if sys.platform == "darwin" else 1024)


def machine(packages: Sequence[str]) -> Run:
    """Return what the numbers depend on; no name and no address of the machine."""
    return {
        "processor": _processor(),
        "cores": len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count(),
        "memory_gib": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30),
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
        "packages": {name: version for name in packages if (version := _version(name))},
        "load_before": load(),
    }


def load() -> float:
    """Return the load average of the last minute."""
    return round(os.getloadavg()[0], 2)


def machine_line(told: Run) -> str:
    """Return the machine as a line of Markdown."""
    words = (
        f"{told['processor']}，{told['cores']} 核 cores，{told['memory_gib']} GiB，{told['system']}",
        "，".join([f"Python {told['python']}", *(f"{name} {version}" for name, version in told["packages"].items())]),
        f"系统负载，开始与结束 load average, start and end {told['load_before']}, {told['load_after']}",
    )
    return f"机器 Machine: {'；'.join(words)}。"


def _version(package: str) -> str:
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return ""


def _processor() -> str:
    listed = Path("/proc/cpuinfo")
    if listed.exists():
        for line in listed.read_text().splitlines():
            if line.startswith("model name"):
                return line.split(":", 1)[1].strip()
    return platform.processor()


def record(table: str, name: str, page: Path = PAGE) -> None:
    """Put a table into the page between the marks of the benchmark `name`."""
    begin, end = f"<!-- bench/{name}: begin -->", f"<!-- bench/{name}: end -->"
    text = page.read_text(encoding="utf-8")
    before, _, rest = text.partition(begin)
    _, found, after = rest.partition(end)
    if not found:
        sys.exit(f"{page}: 缺少标记 / the marks are missing: {begin} … {end}")
    page.write_text(f"{before}{begin}\n\n{table}\n{end}{after}", encoding="utf-8")


def keep(measured: Run, table: str, name: str, out: Path) -> None:
    """Write the numbers of every run and the table into `out`."""
    out.mkdir(parents=True, exist_ok=True)
    numbers, page = out / f"{name}.json", out / f"{name}.md"
    numbers.write_text(json.dumps(measured, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    page.write_text(table, encoding="utf-8")
    print(f"已写入 / written: {numbers}, {page}", file=sys.stderr)
