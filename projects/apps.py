from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from entry import pickable
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
        pickable.register(
            "projekt",
            self.get_model("Project"),
            names=("short_name", "other_names"),
            note=lambda project: project.period,
        )
