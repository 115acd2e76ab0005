from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from publishing import registration
from search import index


class ProjectsConfig(AppConfig):
    name = "projects"
    verbose_name = _("Projects")

    def ready(self):
        index.register(
            self.get_model("Project"),
            number=3,
            name="projekt",
            follows=[
                "themes",
                "participations__organisation",
                "funding__programme",
                "countries",
                "regions",
                "municipalities",
                "contacts",
            ],
        )
        from .registration import PROJECT

        registration.register(PROJECT)
