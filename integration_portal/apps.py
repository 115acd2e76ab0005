from django.apps import AppConfig, apps
from django.conf import settings
from django.db.models.signals import post_migrate, post_save


class IntegrationPortalConfig(AppConfig):
    name = "integration_portal"

    def ready(self):
        from following import subjects

        from . import editors
        from .everything import EverythingFilter

        subjects.add_list("search", EverythingFilter)

        # Django tells app by app and makes the permissions of each: after the last one all of them are there.
        last = [config for config in apps.get_app_configs() if config.models_module][-1]
        post_migrate.connect(editors.make_group, sender=last, dispatch_uid="editors")
        post_save.connect(editors.keep_in_group, sender=settings.AUTH_USER_MODEL, dispatch_uid="editors")
