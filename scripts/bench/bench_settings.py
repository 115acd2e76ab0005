"""The portal's own settings, as in production, with one page more: a bare view to compare with."""

from integration_portal.settings import *  # noqa: F403

ROOT_URLCONF = "bench_urls"
