"""Menu entries of activities, files and published draws."""

from zhiheng_web.lib import menus
from zhiheng_web.lib.words import Text

menus.register(
    menus.Entry("evaluation", 60, Text("案卷评查", "File review"), "reviews:activities", "reviews.read_activity"),
    menus.Entry("evaluation", 61, Text("评查案卷", "Files under review"), "reviews:files", "reviews.read_file"),
    menus.Entry("evaluation", 62, Text("待送评案卷", "Files to submit"), "reviews:due_files", "reviews.submit_file"),
    menus.Entry("evaluation", 68, Text("评查抽取公示", "Published draws"), "reviews:draws", "reviews.read_draw"),
)
