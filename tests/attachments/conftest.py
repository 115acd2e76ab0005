import pytest
from django.utils import translation


@pytest.fixture(autouse=True)
def _in_a_folder_of_its_own_in_swedish(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    with translation.override("sv"):
        yield
