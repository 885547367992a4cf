"""What waits in an evaluation cycle, collected from the stages."""

from zhiheng_web.evaluations import duty_sources
from zhiheng_web.lib.apps import load_folder

load_folder(duty_sources)
