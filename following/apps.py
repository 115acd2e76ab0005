from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FollowingConfig(AppConfig):
    name = "following"
    verbose_name = _("Following")
    # Who follows what is on no page that is kept by its ETag.
    is_content = False

    def ready(self):
        from accounts import personal_data

        from . import holdings

        personal_data.register("following", export=holdings.export, release=holdings.release, told=holdings.TOLD)
