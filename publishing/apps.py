from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from entry import pickable


class PublishingConfig(AppConfig):
    name = "publishing"
    verbose_name = _("Publishing")

    def ready(self):
        pickable.register("tema", self.get_model("Theme"), names=("name_en",), few=True)
        from . import queues

        queues.register()
        from accounts import personal_data

        from . import holdings

        personal_data.register("publishing", export=holdings.export, release=holdings.release, told=holdings.TOLD)
