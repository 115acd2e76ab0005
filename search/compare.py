"""Records of one kind side by side, chosen in the address: ``?natverk=erlai&natverk=reves``."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _, ngettext

# More columns than this nobody can hold beside one another, on paper either.
COMPARE_AT_MOST = 4


@dataclass
class Comparison:
    """What is compared, in the order of the address, what may be chosen, and what of the address was not understood."""

    name: str
    choices: list
    records: list
    notes: list[str] = field(default_factory=list)
    most: int = COMPARE_AT_MOST


def comparison(request, records, name: str, unasked: int = 0) -> Comparison:
    """Return what the address asks to compare: those of ``records`` with a slug in the parameter ``name``.

    Where it asks for none, the first of them are compared, as many as ``unasked``.
    """
    choices = list(records)
    by_slug = {record.slug: record for record in choices}
    asked = [slug for slug in dict.fromkeys(request.GET.getlist(name)) if slug]
    records = [by_slug[slug] for slug in asked if slug in by_slug] if asked else choices[:unasked]
    notes = [_("“%(value)s” is not in the portal.") % {"value": slug[:60]} for slug in asked if slug not in by_slug]
    if len(records) > COMPARE_AT_MOST:
        left_out = len(records) - COMPARE_AT_MOST
        note = ngettext(
            "%(most)d can stand side by side; the last %(count)d is left out.",
            "%(most)d can stand side by side; the last %(count)d are left out.",
            left_out,
        )
        notes.append(note % {"most": COMPARE_AT_MOST, "count": left_out})
    return Comparison(name, choices, records[:COMPARE_AT_MOST], notes[:5])
