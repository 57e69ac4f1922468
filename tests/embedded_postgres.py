"""A pytest plugin, loaded before Django: one embedded PostgreSQL for the whole run.

Every run has a cluster of its own, so that runs side by side do not meet. DATABASE_URL
in the environment means a real server instead.
"""

import atexit
import os

os.environ.setdefault("DEMO", "1")
os.environ.setdefault("SECRET_KEY", "only for tests, never anywhere else, and long enough for every check")

if "DATABASE_URL" not in os.environ:  # the workers of a parallel run inherit the first one's
    from prosesstotte.embedded import Cluster

    cluster = Cluster(f"test-{os.getpid()}", lasting=False).start()
    atexit.register(cluster.stop)
    os.environ["DATABASE_URL"] = cluster.url()
