from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from search import index


class OrganisationsConfig(AppConfig):
    name = "organisations"
    verbose_name = _("Organisations and places")

    def ready(self):
        index.register(self.get_model("Organisation"))
