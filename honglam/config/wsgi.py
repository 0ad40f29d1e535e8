"""The WSGI door for application servers."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "honglam.config.settings")
application = get_wsgi_application()
