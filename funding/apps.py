from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from search import index


class FundingConfig(AppConfig):
    name = "funding"
    verbose_name = _("Funding")

    def ready(self):
        index.register(self.get_model("Programme"))
        index.register(self.get_model("Call"))
