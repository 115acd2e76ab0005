from django.apps import AppConfig
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from search import index
from sources import queues


class OrganisationsConfig(AppConfig):
    name = "organisations"
    verbose_name = _("Organisations and places")

    def ready(self):
        index.register(
            self.get_model("Organisation"),
            number=7,
            weight=0.95,
            name="aktor",
            follows=["contacts", "country", "region", "municipality"],
        )
        index.register(
            self.get_model("Municipality"), number=8, suggested=True, weight=0.6, name="kommun", follows=["region"]
        )
        contact = self.get_model("Contact")
        queues.register(
            _("to look over"),
            contact,
            waiting=lambda: contact.objects.filter(review_on__lt=timezone.localdate()),
            since="review_on",
            choices={"review": "late"},
        )
