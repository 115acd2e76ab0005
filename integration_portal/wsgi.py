"""What the application server loads: ``gunicorn integration_portal.wsgi``."""

import os

from django.core.wsgi import get_wsgi_application

from search.analysis.dictionary import dictionary

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "integration_portal.settings")

application = get_wsgi_application()
# Nobody waits for the Swedish word list: it is read before the first request.
dictionary()
