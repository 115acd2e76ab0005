from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PublishingConfig(AppConfig):
    name = "publishing"
    verbose_name = _("Publishing")

    def ready(self):
        from accounts import personal_data

        from . import holdings

        personal_data.register("publishing", export=holdings.export, told=holdings.TOLD)
