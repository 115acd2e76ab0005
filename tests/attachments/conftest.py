import pytest


@pytest.fixture(autouse=True)
def _in_a_folder_of_its_own(own_media):
    pass
