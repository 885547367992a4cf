"""That the result of a review was reported to the bureau above (XH-28): under which number, with which paper."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from zhiheng_web.audit.recorded import Recorded
from zhiheng_web.bodies.models import Body
from zhiheng_web.lib import clock
from zhiheng_web.reviews.models import Activity


class Submission(Recorded):
    """A report to the bureau above. To whom and when also stands at the activity; the paper is evidence about this."""

    activity = models.OneToOneField(Activity, on_delete=models.PROTECT, related_name="submission")
    submitted_to = models.CharField("报送机关 submitted to", max_length=200)
    submitted_on = models.DateField("报送日期 day")
    reference = models.CharField("报送文号 reference", max_length=100, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=clock.now)

    @property
    def governing_body(self) -> Body:
        """Return the body that reviewed."""
        return self.activity.organiser
