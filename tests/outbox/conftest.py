"""Mails of the tests' own, which is why templates/mail holds none for them."""

from pathlib import Path

import pytest
from django.template import engines

from .server import MailServer


@pytest.fixture(autouse=True)
def _templates_of_the_tests(monkeypatch):
    engine = engines["django"].engine
    monkeypatch.setattr(engine, "dirs", [*engine.dirs, Path(__file__).parent / "templates"])


@pytest.fixture
def mail_server():
    server = MailServer()
    server.start()
    yield server
    server.stop()
