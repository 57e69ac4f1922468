"""What every test leans on: plain static files, quiet caches, and the test database's extras."""

import pytest
from aiosmtpd.controller import Controller
from hypothesis import settings as hypothesis_settings
from xdist.scheduler import LoadScopeScheduling

from prosesstotte import caching
from tests.portal import Postbox, free_port
from tests.worker import empty_the_queue
from tools import catalogue, finding, shelf
from tools.views import library

BROWSER = "tests/browser/"

# A busy machine is no reason for a property to fail.
hypothesis_settings.register_profile("portal", parent=hypothesis_settings.default, deadline=None)
hypothesis_settings.load_profile("portal")


class ByFile(LoadScopeScheduling):
    """A file's tests in one worker, since they share what is costly to make; the browser's all in one,
    from the start, since they share a portal. The others share out the rest meanwhile."""

    def _split_scope(self, nodeid):
        return BROWSER if nodeid.startswith(BROWSER) else nodeid.partition("::")[0]


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    config.option.loadscopereorder = False
    return ByFile(config, log)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    items.sort(key=lambda item: not item.nodeid.startswith(BROWSER))


@pytest.fixture(autouse=True)
def _settings(settings, tmp_path):
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture(autouse=True)
def _fresh_pages():
    """No finished page may leak from one test to the next."""
    caching.forget()
    catalogue.forget()
    library.published_method.cache_clear()
    finding.forget()
    shelf.forget()
    yield
    caching.forget()
    catalogue.forget()
    library.published_method.cache_clear()
    finding.forget()
    shelf.forget()


@pytest.fixture
def public_pages_uncached(settings, monkeypatch, db):
    """Let every request reach its view, to count what the view does; what a process remembers is there."""
    monkeypatch.setattr(caching, "VERSION_AGE", 1e9)
    shelf.methods()
    catalogue.catalogue()
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if "PublicPageMiddleware" not in name]


@pytest.fixture(autouse=True)
def _no_jobs_left(request):
    """Django empties its own tables after a test that commits, but not the job queue's."""
    marker = request.node.get_closest_marker("django_db")
    if not (marker and marker.kwargs.get("transaction")):
        yield
        return
    request.getfixturevalue("transactional_db")  # so that ours is torn down first
    yield
    empty_the_queue()


@pytest.fixture
def post_office(settings):
    """A real SMTP server on this machine, and what it was handed."""
    postbox = Postbox()
    server = Controller(postbox, hostname="127.0.0.1", port=free_port())
    server.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
    postbox.port = server.port
    yield postbox
    server.stop()
