"""Asks the web server in the same container how it is; exit code 0 when /halsa/ answers 200. Standard library only."""

import os
import sys
import urllib.error
import urllib.request

# Behind the proxy everything is https and one of ALLOWED_HOSTS, so the question must look as if it came from there.
host = os.environ["ALLOWED_HOSTS"].split(",")[0].strip().lstrip(".*") or "localhost"
request = urllib.request.Request("http://127.0.0.1:8000/halsa/", headers={"Host": host, "X-Forwarded-Proto": "https"})
try:
    with urllib.request.urlopen(request, timeout=8) as answer:  # noqa: S310 (a fixed address in this container)
        sys.exit(0 if answer.status == 200 else 1)
except urllib.error.URLError as fault:
    sys.exit(str(fault))
