"""What waits in case-file review, collected from the stages."""

from zhiheng_web.lib.apps import load_folder
from zhiheng_web.reviews import duty_sources

load_folder(duty_sources)
