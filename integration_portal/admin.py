"""What belongs to the admin as a whole and to none of its apps: its name, and what is not shown in it.

Here and not in ``publishing``, because this is the app for what belongs to no other, and it is loaded first.
"""

import taggit.admin  # noqa: F401  registers Tag, which is taken away again below
from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from taggit.models import Tag

admin.site.site_header = "Integrationsportalen"
admin.site.site_title = "Integrationsportalen"
admin.site.index_title = _("Curation")
admin.site.empty_value_display = "–"

# No content is tagged: it has themes. A page where tags can be made that show up nowhere only misleads.
admin.site.unregister(Tag)
