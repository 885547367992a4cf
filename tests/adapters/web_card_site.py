"""A small installation for journeys at a card: a file with a paper at the brigade, its reviewer, its officer."""

from __future__ import annotations

from io import BytesIO

from PIL import Image

from adapters.web_reviews import make_activity, saved
from adapters.web_world import make_world
from zhiheng_web.cases.models import FileDocument
from zhiheng_web.lib import store


def _picture() -> bytes:
    file = BytesIO()
    Image.new("RGB", (300, 400), (245, 245, 240)).save(file, "PNG")
    return file.getvalue()


def make(readers: int = 1) -> None:
    """Make two files of A at the brigade, each with two papers; everybody who has to do with them."""
    world = make_world()
    activity = make_activity(world, files="second_level", bodies=("A",), readers=readers)
    data = _picture()
    digest = store.keep(data, name="paper.png")
    for one in activity.files.select_related("case"):
        for place, title in enumerate(("立案审批表", "行政处罚决定书"), start=1):
            paper = FileDocument(case=one.case, position=place, title=title, page_from=10 * place - 9, pages=10)
            paper.name, paper.digest, paper.size, paper.media_type = "paper.png", digest, len(data), "image/png"
            saved(paper)
    for role, code in (("evaluation_office", "P"), ("unit_head", "A"), ("legal_officer", "A")):
        world.person(role, code)


def make_unsubmitted() -> None:
    """Make one file of A that is still to be submitted, its officer, its unit, the brigade and the leader above."""
    world = make_world()
    make_activity(world, bodies=("A",), cases=1)
    for role, code in (("evaluation_office", "P"), ("reviewer", "P"), ("leader", "P")):
        world.person(role, code)
    for role in ("unit_head", "legal_officer"):
        world.person(role, "A")
