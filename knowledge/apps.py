from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from search import index


class KnowledgeConfig(AppConfig):
    name = "knowledge"
    verbose_name = _("Knowledge")

    def ready(self):
        index.register(
            self.get_model("KnowledgeEntry"),
            number=6,
            name="kunskap",
            follows=["themes", "organisation_roles__organisation", "countries", "municipalities", "values", "contacts"],
        )
