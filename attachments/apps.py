from django.apps import AppConfig
from django.db.models.signals import post_delete
from django.utils.translation import gettext_lazy as _


class AttachmentsConfig(AppConfig):
    name = "attachments"
    verbose_name = _("Pictures and files")

    def ready(self):
        from .actions import remove_files

        # Whatever deletes the row: an action, the admin, the record that it belonged to.
        post_delete.connect(remove_files, sender=self.get_model("Attachment"), dispatch_uid="attachments-files")
