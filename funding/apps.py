from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from entry import pickable
from search import index


class FundingConfig(AppConfig):
    name = "funding"
    verbose_name = _("Funding")

    def ready(self):
        index.register(
            self.get_model("Programme"),
            number=1,
            suggested=True,
            name="program",
            follows=[
                "themes",
                "roles__organisation",
                "parent__roles__organisation",
                "applicant_kinds",
                "contacts",
                "steps",
                "ceilings",
            ],
        )
        index.register(
            self.get_model("Call"),
            number=2,
            name="utlysning",
            follows=["themes", "programme__applicant_kinds", "other_programmes", "applicant_kinds", "contacts"],
        )
        from accounts import personal_data

        from .shortlist import holdings

        personal_data.register("shortlist", export=holdings.export, told=holdings.TOLD)
        pickable.register("program", self.get_model("Programme"), names=("short_name", "other_names"), few=True)
