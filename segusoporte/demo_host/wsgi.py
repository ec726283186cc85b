"""The WSGI application of the demo host page."""

import os

from django.core.wsgi import get_wsgi_application

from segusoporte.parent_death import die_with_parent_if_supervised

die_with_parent_if_supervised()
os.environ["DJANGO_SETTINGS_MODULE"] = "segusoporte.demo_host.settings"
application = get_wsgi_application()

from segusoporte.demo_host.site import register_demo_site  # noqa: E402  (models need the application)

register_demo_site()
