from django.apps import AppConfig
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from entry import pickable
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
        pickable.register(
            "aktor",
            self.get_model("Organisation"),
            names=("short_name", "name_en", "other_names"),
            note=lambda organisation: organisation.municipality or organisation.place or organisation.country,
            related=("municipality", "country"),
        )
        pickable.register("kommun", self.get_model("Municipality"), names=("full_name",), few=True)
        pickable.register("lan", self.get_model("Region"), names=("short_name",), few=True)
        pickable.register("land", self.get_model("Country"), few=True)
        pickable.register(
            "kontakt",
            self.get_model("Contact"),
            note=lambda contact: contact.organisation or contact.role,
            related=("organisation",),
        )
        contact = self.get_model("Contact")
        queues.register(
            _("to look over"),
            contact,
            waiting=lambda: contact.objects.filter(review_on__lt=timezone.localdate()),
            since="review_on",
            choices={"review": "late"},
        )
