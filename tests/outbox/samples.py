"""A context for each mail of the portal, by its template: what the mail is rendered with when all mails are looked at.

A function, for a context may need records. Write ``HOSTILE`` where people write: titles, names, comments.
"""

HOSTILE = 'Å & <b onclick="x">Ö</b>'

SAMPLES = {}
