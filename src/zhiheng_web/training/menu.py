"""Training in the menu at the left."""

from django.http import HttpRequest

from zhiheng_web.lib.menus import Entry, register
from zhiheng_web.lib.words import Text
from zhiheng_web.training.queries import bulletins


def _unread(request: HttpRequest) -> int | None:
    return bulletins.unread_for(request.user).count() or None


register(
    Entry("work", 70, Text("我的培训", "My training"), "training:mine", "training.read_course"),
    Entry("supervision", 70, Text("通报", "Bulletins"), "training:bulletins", "training.read_bulletin", _unread),
    Entry("supervision", 71, Text("案件点评", "Commentaries"), "training:commentaries", "training.read_bulletin"),
    Entry(
        "supervision", 72, Text("法制员例会", "Legal officers' meetings"), "training:meetings", "training.read_meeting"
    ),
    Entry("supervision", 73, Text("培训", "Training"), "training:courses", "training.read_course"),
    Entry("supervision", 74, Text("后进民警培训", "Class for those behind"), "training:classes", "training.read_class"),
    Entry(
        "supervision", 75, Text("十佳十差评选", "Best and worst files"), "training:contests", "training.read_contest"
    ),
    Entry("supervision", 76, Text("专项治理", "Campaigns"), "training:campaigns", "training.read_campaign"),
)
