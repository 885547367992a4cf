"""What everyone may do without signing in: read what was made public, and take the files of it."""

from zhiheng_web.lib.policy import Deed, declare
from zhiheng_web.lib.words import Text

declare(
    Deed("portal.read_results", Text("查看公开的评价结果", "read published results"), open_to_all=True),
    Deed("portal.download", Text("下载公开的文件和数据", "download public files and data"), open_to_all=True),
)
