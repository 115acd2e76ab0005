from django.db import models
from django.utils.translation import gettext_lazy as _, pgettext_lazy


class MemberRole(models.TextChoices):
    """What somebody is in an organisation."""

    MEMBER = "member", pgettext_lazy("in an organisation", "member")
    RESPONSIBLE = "responsible", _("responsible")


class Outcome(models.TextChoices):
    """How a request ended."""

    WAITING = "waiting", _("waiting")
    ACCEPTED = "accepted", _("accepted")
    DECLINED = "declined", _("declined")
