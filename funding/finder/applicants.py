"""Who asks: kinds of organisations, and what each is in the words that the programmes use of those who may apply.

The programmes' words overlap: "kommuner" in one are "offentliga aktörer" in the next. This is the one table of what a
kind of organisation counts as, with the reason. What depends on the organisation itself is ``perhaps``: then the one
that gives the money decides, and the rule says so.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Who:
    """A kind of organisation: ``own`` is its own word, ``counts_as`` wider words; slugs of ApplicantKind."""

    label: str | Promise
    own: frozenset
    counts_as: frozenset = frozenset()
    perhaps: frozenset = frozenset()


def _who(label, own, counts_as="", perhaps=""):
    return Who(label, *(frozenset(slugs.split()) for slugs in (own, counts_as, perhaps)))


WHO = {
    # A municipality is a public body, and its boards are administrative authorities (Regeringsformen 1:8).
    "kommun": _who(_("Municipality"), "kommuner", "offentliga-aktorer myndigheter"),
    # Today's regions are the county councils that the older programmes write of; as a municipality otherwise.
    "region": _who(_("Region (county council)"), "landsting", "offentliga-aktorer myndigheter"),
    # A public body of its own (Kommunallagen, chapter 9), which does what its members otherwise do themselves.
    "kommunalforbund": _who(
        _("Association of municipalities"), "", "offentliga-aktorer", "kommuner landsting myndigheter"
    ),
    "myndighet": _who(_("National authority"), "myndigheter", "offentliga-aktorer"),
    # A municipal school is a part of its municipality; an independent one belongs to a company or a foundation.
    "skola": _who(
        _("School or adult education"),
        "skolor",
        perhaps="kommuner offentliga-aktorer privata-aktorer utbildning-och-forskning",
    ),
    # Most Swedish universities are authorities of the state, a few are foundations.
    "larosate": _who(
        _("University or research institute"),
        "larosaten utbildning-och-forskning",
        perhaps="myndigheter offentliga-aktorer privata-aktorer",
    ),
    # Private in law, whatever they do for the public.
    "forening": _who(
        _("Association, faith community or foundation"),
        "ideburen-sektor frivilligorganisationer",
        "privata-aktorer",
    ),
    "foretag": _who(_("Company"), "foretag", "privata-aktorer"),
    "part": _who(
        _("Trade union or employers’ organisation"), "arbetsmarknadens-parter", "privata-aktorer", "ideburen-sektor"
    ),
}
