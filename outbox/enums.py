from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    # Their alphabetical order is the one of the list in the admin: what somebody must look at comes first.
    DEAD = "dead", _("could not be sent")
    QUEUED = "queued", _("waits to be sent")
    SENT = "sent", _("sent")
