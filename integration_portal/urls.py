from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.contrib.sitemaps.views import sitemap
from django.urls import include, path

from following import mine as following

from . import views
from .sitemaps import SITEMAPS

# What has one address whatever the language.
urlpatterns = [
    path("halsa/", views.health, name="health"),
    path("robots.txt", views.robots, name="robots"),
    path("sitemap.xml", views.public(sitemap), {"sitemaps": SITEMAPS}, name="sitemap"),
    path("admin/", admin.site.urls),
]

# Swedish without prefix, English under /en/. These addresses are a contract.
urlpatterns += i18n_patterns(
    path("", views.start, name="start"),
    path("sok/", views.search, name="search"),
    path("sok/utan-traff/", views.search_miss, name="search-miss"),
    path("sok/forslag/", views.suggestions, name="suggestions"),
    path("finansiering/", include("funding.urls")),
    path("projekt/", include("projects.urls")),
    path("natverk/", include("networks.urls")),
    path("evenemang/", include("events.urls")),
    path("kunskap/", include("knowledge.urls")),
    path("", include("organisations.urls")),
    path("bevaka/", include("following.urls")),
    path("mitt/bevakningar/", following.overview, name="mine-following"),
    path("mitt/bevakningar/ny/", following.follow, name="mine-follow"),
    path("mitt/", include("publishing.urls")),
    path("rattelse/", include("publishing.corrections.urls")),
    path("konto/", include("accounts.urls")),
    path("mitt/valj/", include("entry.urls")),
    path("filer/", include("attachments.urls")),
    path("om/", views.about, name="about"),
    path("om/design/", views.design, name="design"),
    path("om/design/lagen.css", views.design_states, name="design-states"),
    path("om/kallor/", include("sources.urls")),
    path("om/roller/", views.roles, name="roles"),
    path("om/tillganglighet/", views.accessibility, name="accessibility"),
    path("om/personuppgifter/", views.privacy, name="privacy"),
    prefix_default_language=False,
)

handler400 = "integration_portal.views.bad_request"
handler403 = "integration_portal.views.permission_denied"
handler404 = "integration_portal.views.page_not_found"
handler500 = "integration_portal.views.server_error"
handler429 = "integration_portal.views.too_many_requests"  # asked for by django-allauth, not by Django
