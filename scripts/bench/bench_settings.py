"""The portal's own settings, as in production, with one page more: a bare view to compare with."""

from integration_portal.settings import *  # noqa: F403
from integration_portal.settings import MIDDLEWARE

ROOT_URLCONF = "bench_urls"
# What the portal has of its own is part of what is measured, not of what it is compared with.
MIDDLEWARE[MIDDLEWARE.index("integration_portal.unchanged.UnchangedPages")] = "bench_middleware.UnchangedPortalPages"
