"""Calls that somebody has picked to compare: in the browser, in the account, or together with colleagues."""

# More than so many is no shortlist, and no cookie.
AT_MOST = 20
