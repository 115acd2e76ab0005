"""What belongs to the admin as a whole and to none of its apps: its name.

Here and not in ``publishing``, because this is the app for what belongs to no other.
"""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

admin.site.site_header = "Integrationsportalen"
admin.site.site_title = "Integrationsportalen"
admin.site.index_title = _("Curation")
admin.site.empty_value_display = "–"
