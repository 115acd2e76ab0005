"""The portal's only settings. Everything that differs between installations comes from the environment.

Safe when nothing is set: ``DEBUG`` is off, no host is served, HTTPS is demanded, and without a secret key the
portal does not start. Tests add their strictness in ``tests/settings.py``.
"""

from pathlib import Path
from urllib.parse import urlsplit

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from environs import Env

from accounts.allauth_settings import *  # noqa: F403 (what is the same in every installation)

BASE_DIR = Path(__file__).resolve().parent.parent

# --- The environment ------------------------------------------------------------------------------------------
# Every variable that the portal reads is in this block and, in the same order, in the table in README.md.

env = Env()

# Shows tracebacks to visitors and allows a known secret key: for a developer's own machine only.
DEBUG = env.bool("DEBUG", False)
# Signs sessions and password links. At least 50 random characters; changing it signs everybody out.
SECRET_KEY = env.str("SECRET_KEY", "")
# The host names that the portal answers to, separated by commas. None are served until this is said.
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", [])
# "off" only where the browser is on the same machine: no redirect to HTTPS, no HSTS, cookies over plain HTTP.
HTTPS = env.bool("HTTPS", True)
# "on" when a proxy in front ends TLS and always sets or removes X-Forwarded-Proto itself. Without such a proxy
# any visitor could claim to have come by HTTPS.
TRUST_PROXY = env.bool("TRUST_PROXY", False)
# Everything that the portal writes on the machine: SQLite database, collected static files, generated key.
VAR_DIR = Path(env.str("VAR_DIR", "") or BASE_DIR / "var").resolve()
# postgres://user:password@host:port/name, or sqlite:////path/to/file. Not set: portal.sqlite3 in VAR_DIR.
if env.str("DATABASE_URL", ""):
    DATABASE = env.dj_db_url("DATABASE_URL")
else:
    DATABASE = {"ENGINE": "django.db.backends.sqlite3", "NAME": VAR_DIR / "portal.sqlite3"}
# Where the pictures and files that people send in are kept: to be backed up with the database. Not set: in VAR_DIR.
MEDIA_ROOT = Path(env.str("MEDIA_DIR", "") or VAR_DIR / "media").resolve()
# Or in another Django storage: its class, and what it is made with, as JSON.
MEDIA_STORAGE = env.str("MEDIA_STORAGE", "") or "django.core.files.storage.FileSystemStorage"
# In the folder they are the portal's alone: those of drafts are among them.
_OWN = {"file_permissions_mode": 0o600, "directory_permissions_mode": 0o700}
MEDIA_STORAGE_OPTIONS = env.json("MEDIA_STORAGE_OPTIONS", {} if env.str("MEDIA_STORAGE", "") else _OWN)
# The public body that runs the portal, by name, and its address for what does not work, for accessibility and personal
# data. The law wants both in the accessibility statement; without them it says that they have not been filled in.
RESPONSIBLE = env.str("RESPONSIBLE", "")
CONTACT_EMAIL = env.str("CONTACT_EMAIL", "")
# How readers reach the portal, without a slash at the end: what an address in a mail begins with.
_HOST = (ALLOWED_HOSTS or [""])[0].lstrip("*.") or "localhost"
PORTAL_URL = env.str("PORTAL_URL", "").rstrip("/") or f"https://{_HOST}"
# smtp://user:password@host:port, or submission:// with STARTTLS. Not set: mail goes to files in VAR_DIR/mail.
MAIL_TO_FILES = not env.str("EMAIL_URL", "")
EMAIL = {} if MAIL_TO_FILES else env.dj_email_url("EMAIL_URL")
# Who mail comes from: an address, or "Name <address>".
MAIL_FROM = env.str("MAIL_FROM", "") or f"Integrationsportalen <noreply@{_HOST}>"
# "off" lets editors and administrators sign in with a password alone: to try the portal on one machine, see below.
SECOND_FACTOR = env.bool("SECOND_FACTOR", True)
# A municipality's own directory that people may sign in with (OpenID Connect): its issuer, what it knows the portal by,
# its name on the button, and the e-mail domains that it answers for, separated by commas. No issuer: no button.
OIDC_ISSUER = env.str("OIDC_ISSUER", "").rstrip("/")
OIDC_CLIENT_ID = env.str("OIDC_CLIENT_ID", "")
OIDC_CLIENT_SECRET = env.str("OIDC_CLIENT_SECRET", "")
OIDC_NAME = env.str("OIDC_NAME", "")
OIDC_DOMAINS = [domain.lower() for domain in env.list("OIDC_DOMAINS", [])]
# DEBUG, INFO, WARNING or ERROR: how much goes to stderr.
LOG_LEVEL = env.str("LOG_LEVEL", "INFO")

if not SECRET_KEY:
    if not DEBUG:
        raise ImproperlyConfigured(
            "SECRET_KEY is not set. Set it in the environment to at least 50 random characters, "
            "or start the portal with 'make run', which generates one."
        )
    SECRET_KEY = "known-to-everyone-and-only-for-debug"  # noqa: S105 (unreachable with DEBUG off)
if HTTPS and not SECOND_FACTOR:
    raise ImproperlyConfigured(
        "SECOND_FACTOR=off is for trying the portal on one machine. It needs HTTPS=off, which nobody serves to others."
    )
if OIDC_ISSUER and not (OIDC_CLIENT_ID and OIDC_NAME):
    raise ImproperlyConfigured("OIDC_ISSUER needs OIDC_CLIENT_ID and OIDC_NAME beside it.")
if HTTPS and OIDC_ISSUER and not OIDC_ISSUER.startswith("https://"):
    raise ImproperlyConfigured("OIDC_ISSUER must be an https address: what the directory says is trusted by its TLS.")

# --- The house ------------------------------------------------------------------------------------------------

INSTALLED_APPS = [
    # Top floor first: an app imports only from those below it.
    "integration_portal",
    "following",
    "projects",
    "funding",
    "networks",
    "events",
    "knowledge",
    "publishing",
    "accounts",
    "organisations",
    "sources",
    "attachments",
    "entry",
    "drawings",
    "outbox",
    "search",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.sitemaps",
    "django.forms",  # the templates of its widgets, see FORM_RENDERER
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "django_filters",
    "django_htmx",
    "simple_history",
    "csp",  # its system check finds a policy written in an older form, which would be ignored in silence
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",  # so far out that redirects and errors get it too
    "whitenoise.middleware.WhiteNoiseMiddleware",  # static files need none of what follows
    "django.middleware.gzip.GZipMiddleware",  # outside of all that reads or marks what a page says: docs/adr/0011
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",  # after sessions, before anything that resolves an address
    "django.middleware.common.CommonMiddleware",
    "integration_portal.unchanged.UnchangedPages",  # after language and host are known, before all that costs more
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",  # closed unless a view says @login_not_required
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "accounts.middleware.SecondFactor",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "integration_portal.urls"
WSGI_APPLICATION = "integration_portal.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "integration_portal.context_processors.portal",
            ],
        },
    },
]
FORM_RENDERER = "entry.rendering.PortalForms"

# --- Database -------------------------------------------------------------------------------------------------

if DATABASE["ENGINE"] == "django.db.backends.sqlite3":
    Path(DATABASE["NAME"]).parent.mkdir(parents=True, exist_ok=True)  # SQLite makes the file, not the folder
    DATABASE["OPTIONS"] = {
        # A transaction that reads first and writes later would fail at once, without waiting, when another one
        # wrote in between. Taking the write lock at the start makes it wait its turn instead.
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,  # seconds to wait for that turn
        # WAL lets readers go on while one writes; with it NORMAL loses no consistency on a power cut.
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
else:
    DATABASE["CONN_HEALTH_CHECKS"] = True  # a restart of the database is not an error page
DATABASE["CONN_MAX_AGE"] = 60  # seconds; connecting costs more than most queries, on either engine

DATABASES = {"default": DATABASE}

# --- Security -------------------------------------------------------------------------------------------------

SECURE_SSL_REDIRECT = HTTPS
# A health check comes from inside by plain HTTP and takes a redirect for an answer.
SECURE_REDIRECT_EXEMPT = [r"^halsa/$"]
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
if TRUST_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SILENCED_SYSTEM_CHECKS = [
    "security.W021",  # HSTS preload is nearly irrevocable and is the domain owner's to promise, not ours
]

SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "integration_portal.views.csrf_failure"

# Nothing inline and nothing from another host. Django's admin works under it as it is.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        # A browser also checks where the answer to a form leads: here to the directory's own sign-in page.
        "form-action": [SELF, *(["{0.scheme}://{0.netloc}".format(urlsplit(OIDC_ISSUER))] if OIDC_ISSUER else [])],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
# The portal uses none of the first, so neither may anything that finds its way into a page.
PERMISSIONS_POLICY = {
    feature: []
    for feature in (
        "accelerometer",
        "autoplay",
        "camera",
        "display-capture",
        "encrypted-media",
        "fullscreen",
        "geolocation",
        "gyroscope",
        "magnetometer",
        "microphone",
        "midi",
        "payment",
        "usb",
    )
} | {"publickey-credentials-create": ["self"], "publickey-credentials-get": ["self"]}  # passkeys

DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024  # bytes of a form without its files
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000  # 500 rows of a form, which are too many, come back with a message
DATA_UPLOAD_MAX_NUMBER_FILES = 10
FILE_UPLOAD_HANDLERS = [
    "attachments.uploading.CutOff",  # before the two that keep what comes
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024  # bytes; a larger file goes to disk while it is received

# --- Accounts -------------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "mine:overview"
LOGOUT_REDIRECT_URL = "start"
SESSION_COOKIE_AGE = 14 * 24 * 3600  # seconds; the privacy page says two weeks
# Whose address a limit counts: with a trusted proxy the last one that it wrote, which no visitor can choose.
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if TRUST_PROXY else 0
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS  # passkeys on http://localhost too
SOCIALACCOUNT_PROVIDERS = (
    {
        "openid_connect": {
            "OAUTH_PKCE_ENABLED": True,
            "APPS": [
                {
                    "provider_id": "katalog",
                    "name": OIDC_NAME,
                    "client_id": OIDC_CLIENT_ID,
                    "secret": OIDC_CLIENT_SECRET,
                    "settings": {"server_url": OIDC_ISSUER},
                }
            ],
        }
    }
    if OIDC_ISSUER
    else {}
)

# Rate limits are counted here, by all processes together. The table is made after each migrate (accounts/apps.py).
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "portal_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},  # when there are more, Django drops what may still hold, not only the old
    }
}

PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",  # to read a hash that came from elsewhere
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

# --- Mail -----------------------------------------------------------------------------------------------------

if MAIL_TO_FILES:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = VAR_DIR / "mail"
elif "EMAIL_BACKEND" not in EMAIL:
    raise ImproperlyConfigured("EMAIL_URL begins with a scheme that is not known; smtp:// and submission:// are.")
else:
    vars().update(EMAIL)
    # Seconds for each answer of the server. Django's own default waits for ever, and all other mail with it. But who
    # leaves too soon, while the server looks through a mail for viruses, sends that mail twice.
    EMAIL_TIMEOUT = EMAIL["EMAIL_TIMEOUT"] or 60
DEFAULT_FROM_EMAIL = SERVER_EMAIL = MAIL_FROM

# --- Languages and time ---------------------------------------------------------------------------------------

LANGUAGE_CODE = "sv"
LANGUAGES = [("sv", "Svenska"), ("en", "English")]  # each in its own language, so not translated
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Stockholm"

# --- Static files and fixtures --------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
# What is built from packages and so not committed: the font. There before it is built, or Django warns.
BUILT_DIR = VAR_DIR / "built"
BUILT_DIR.mkdir(parents=True, exist_ok=True)
STATICFILES_DIRS = [BASE_DIR / "static", BUILT_DIR]
STORAGES = {
    "default": {"BACKEND": MEDIA_STORAGE, "OPTIONS": MEDIA_STORAGE_OPTIONS},
    "staticfiles": {
        # With a hash in every name a browser may keep a file for ever. DEBUG serves them as they are, uncollected.
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage",
    },
}
FIXTURE_DIRS = [BASE_DIR / "fixtures"]

# --- Log ------------------------------------------------------------------------------------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": LOG_LEVEL},
    # Django's own handlers write only with DEBUG on, or by mail; everything goes up to the root instead.
    "loggers": {
        "django": {"handlers": [], "level": LOG_LEVEL, "propagate": True},
        # Django answers HEAD with the body of GET and lets the server drop it; gunicorn remarks on each one.
        "gunicorn.http.wsgi": {"level": "ERROR"},
        # Tells every glyph that it keeps.
        "fontTools": {"level": "WARNING"},
    },
}
