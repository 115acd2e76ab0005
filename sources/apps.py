from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from search import index


class SourcesConfig(AppConfig):
    name = "sources"
    verbose_name = _("Sources")

    def ready(self):
        index.register(self.get_model("SourceDocument"), number=9, weight=0.8, name="kalla")
