"""The portal's settings, made stricter and quicker for the tests.

A module of its own so that the settings of the portal hold no branch for tests, and so that a bare ``pytest`` runs
without any environment. Only what is given here differs from production.
"""

import os

# Before the import: this is how the portal is told. What a developer has set for a server must not change a test.
os.environ.update(
    SECRET_KEY="only-for-tests-" + "x" * 50, DEBUG="off", HTTPS="off", TRUST_PROXY="off", LOG_LEVEL="WARNING"
)
os.environ.update(ALLOWED_HOSTS="", RESPONSIBLE="", CONTACT_EMAIL="", PORTAL_URL="", EMAIL_URL="", MAIL_FROM="")
os.environ.update(SECOND_FACTOR="on", OIDC_ISSUER="")

from integration_portal.settings import *  # noqa: F403
from integration_portal.settings import DATABASE, STATIC_ROOT, TEMPLATES, VAR_DIR
from tests.undefined import FailOnUndefined

ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]  # passkeys know no numbers

if DATABASE["ENGINE"] == "django.db.backends.sqlite3":
    # A file: the live server's thread needs a connection of its own, and memory cannot be shared between two.
    DATABASE["TEST"] = {"NAME": str(VAR_DIR / "test.sqlite3")}

# The tests collect no static files. The folder must be there all the same, or WhiteNoise warns.
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}  # noqa: F405
STATIC_ROOT.mkdir(parents=True, exist_ok=True)

# Here, for engines that a test makes by changing a setting have it too.
TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = FailOnUndefined()

# Argon2 is slow on purpose.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
