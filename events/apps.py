from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from entry import pickable
from publishing import registration
from search import index


class EventsConfig(AppConfig):
    name = "events"
    verbose_name = _("Events")

    def ready(self):
        index.register(
            self.get_model("Event"),
            number=5,
            name="evenemang",
            follows=[
                "themes",
                "organisation_roles__organisation",
                "series",
                "country",
                "municipalities",
                "findings",
                "programme_items",
            ],
        )
        pickable.register("evenemang", self.get_model("Event"), note=lambda event: event.period)
        registration.register("events.registration.EVENT")
