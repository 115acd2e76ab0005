"""What people search for and do not find, for editors: how often a query was asked on a day, and nothing of who asked.

A search is a GET and writes nothing, so the page that shows no hits sends the words back by itself
(templates/_empty.html); who has no script is not counted. Kept for ``KEPT_DAYS`` days.
"""

import datetime
import re

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from .analysis.tokens import normalise, tokens
from .finding import Search
from .models import Miss
from .readers import EVERYONE

KEPT_DAYS = 90
# More different queries on one day are no people.
A_DAY_AT_MOST = 1000
LONGEST = 100
# An address, a telephone number or a personal identity number is not to be kept, whoever types it here.
PERSONAL = re.compile(r"@|(\d[\s-]?){6}")


def normalised(query: str) -> str:
    """Return the words of ``query`` in lower case with single blanks; "" for what is not to be kept."""
    if PERSONAL.search(query):
        return ""
    return " ".join(token.word for token in tokens(normalise(query)))[:LONGEST]


@transaction.atomic
def record(query: str) -> bool:
    """Count ``query`` among today's misses if it finds nothing; return whether it did."""
    words, today = normalised(query), timezone.localdate()
    search = Search(query, [EVERYONE])
    if not words or search.query.only_stopwords or search.hits:
        return False
    Miss.objects.filter(day__lt=today - datetime.timedelta(days=KEPT_DAYS)).delete()
    if Miss.objects.filter(query=words, day=today).update(times=F("times") + 1):
        return True
    if Miss.objects.filter(day=today).count() >= A_DAY_AT_MOST:
        return False
    Miss.objects.bulk_create([Miss(query=words, day=today)], ignore_conflicts=True)
    return True
