"""Ten publications are killed at random moments: nothing or all of it stands, and publishing again works."""

from __future__ import annotations

import json
import random
import shutil
import signal
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from adapters import web_processes
from adapters.loaded_process import Forked, Loaded, loaded_process

pytestmark = [pytest.mark.functional]

KILLS = 10
_PEOPLE = """
import json, os, time
from pathlib import Path
from zhiheng_web.accounts.models import Account
from zhiheng_web.evaluations.actions.publications import publish
from zhiheng_web.evaluations.models import Cycle
cycle = Cycle.objects.get()
office = Account.objects.get(name="evaluation_office.P")
"""
PREPARE = """
from adapters.web_cycles import make_cycle
from adapters.web_world import make_world
from web.evaluations.result import steps
world = make_world()
cycle = make_cycle(world, state="proposed")
steps.complete(world, cycle)
for code in ("A", "B"):
    steps.waive(world, cycle, code)
steps.approve_all(world, cycle)
"""
PUBLISH = (
    _PEOPLE
    + """
Path(os.environ["ZHIHENG_HOME"], "begun").touch()
publish(actor=office, cycle=cycle)
Path(os.environ["ZHIHENG_HOME"], "done").touch()
"""
)
LOOK = (
    _PEOPLE
    + """
from zhiheng import api
from zhiheng_web.audit.models import Line
from zhiheng_web.audit.verification import verify
from zhiheng_web.documents.models import IssuedDocument, Numbering
from zhiheng_web.evaluations.models import Computation, Publication
from zhiheng_web.lib import store

def seen():
    series = Numbering.objects.filter(series__endswith="通").first()
    return {
        "publications": Publication.objects.count(),
        "results": Computation.objects.filter(stage="final").count(),
        "reports": IssuedDocument.objects.filter(kind="annual_report").count(),
        "numbers": series.last if series else 0,
        "states": sorted(set(cycle.assessments.values_list("state", flat=True))),
        "cycle": Cycle.objects.get().state,
        "lines": Line.objects.filter(deed="evaluations.publish").count(),
        "problems": [str(one) for one in verify().problems],
    }

before = seen()
if not before["publications"]:
    publish(actor=office, cycle=cycle)
one = Publication.objects.get()
bundle = Path(os.environ["ZHIHENG_HOME"], "bundle.zip")
bundle.write_bytes(store.path_of(one.bundle).read_bytes())
verdict = api.verify_bundle(bundle, expect=one.bundle)
files = [one.bundle, one.document.word, one.computation.result]
print(json.dumps({
    "before": before,
    "after": seen(),
    "differences": [str(difference) for difference in verdict.differences],
    "sound": all(store.is_sound(digest) for digest in files),
}))
"""
)
NOTHING = {
    "publications": 0,
    "results": 0,
    "reports": 0,
    "numbers": 0,
    "states": ["approved"],
    "cycle": "open",
    "lines": 0,
    "problems": [],
}
WHOLE = {
    "publications": 1,
    "results": 1,
    "reports": 1,
    "numbers": 1,
    "states": ["published"],
    "cycle": "published",
    "lines": 1,
    "problems": [],
}


@dataclass
class Site:
    """An installation in which a cycle is approved, the process that has loaded it, and its folder as it was."""

    loaded: Loaded
    home: Path
    kept: Path

    def begun(self) -> tuple[Forked, float]:
        """Put the folder back as it was and start publishing; return when it has begun."""
        shutil.rmtree(self.home)
        shutil.copytree(self.kept, self.home)
        process, patience = self.loaded.start(PUBLISH), time.monotonic() + 120
        while not (self.home / "begun").exists():
            assert time.monotonic() < patience, process.said()
            time.sleep(0.005)
        return process, time.monotonic()


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    """Yield an installation in which a cycle is approved and its minutes are issued."""
    home, kept = tmp_path / "home", tmp_path / "kept"
    home.mkdir()
    with loaded_process(home, tmp_path / "said") as loaded:
        loaded.run(web_processes.MIGRATE + PREPARE)
        shutil.copytree(home, kept)
        yield Site(loaded, home, kept)


def test_a_killed_publication_is_nothing_or_whole(site: Site) -> None:
    process, begun = site.begun()
    assert process.wait() == 0, process.said()
    seconds = time.monotonic() - begun
    seed = random.SystemRandom().randrange(10**6)
    print(f"seed {seed}, a publication takes {seconds:.2f} s")
    chance = random.Random(seed)
    found = []
    for number in range(KILLS):
        process, _ = site.begun()
        # One in each tenth of the time it takes, at a random moment of it.
        time.sleep(seconds * (number + chance.random()) / KILLS)
        process.kill()
        assert process.status in (0, -signal.SIGKILL)
        is_acknowledged = (site.home / "done").exists()
        told = json.loads(site.loaded.run(LOOK).splitlines()[-1])
        assert told["before"] in (NOTHING, WHOLE), f"seed {seed}, kill {number}"
        assert told["before"] == WHOLE or not is_acknowledged
        assert (told["after"], told["differences"], told["sound"]) == (WHOLE, [], True)
        found.append(told["before"] == WHOLE)
    print(f"nothing {found.count(False)}, whole {found.count(True)}")
    assert False in found
