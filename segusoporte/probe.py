"""Ask our own web server whether it lives: `python -m segusoporte.probe`, exit 0 or 1.

For the container's healthcheck and the runner; loads no Django, so that it costs nothing to ask often.
"""

import http.client
import os
import sys
from urllib.parse import urlsplit

PATH = "/salud/vivo/"
TIMEOUT = 2  # seconds


def is_alive(port: int, host: str = "") -> bool:
    """True once the server on 127.0.0.1:`port` answers; `host` is the name it is served under."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=TIMEOUT)
    try:
        connection.request("GET", PATH, headers={"Host": host or "localhost"})
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


if __name__ == "__main__":
    sys.exit(not is_alive(int(os.environ.get("PORT", "8000")), urlsplit(os.environ.get("SITE_URL", "")).hostname or ""))
