import pytest
from django.utils import translation


@pytest.fixture(autouse=True)
def _in_swedish():
    """Addresses and names are in the active language, and a request for a page in English leaves it active."""
    with translation.override("sv"):
        yield
