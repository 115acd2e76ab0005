from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from entry import pickable
from search import index


class NetworksConfig(AppConfig):
    name = "networks"
    verbose_name = _("Networks")

    def ready(self):
        index.register(
            self.get_model("Network"),
            number=4,
            suggested=True,
            name="natverk",
            follows=["themes", "memberships__organisation", "country", "regions", "municipalities", "contacts"],
        )
        pickable.register("natverk", self.get_model("Network"), names=("short_name", "other_names"))
