"""The mails to who asked for an organisation, in the transaction of the decision: one a request, whatever it is."""

from outbox.actions import put_mail


def _put(template, asked, **context):
    put_mail(
        key=f"asking:decided:{asked.pk}",
        to=asked.user.email,
        template=template,
        context={"asked": asked, "organisation": asked.organisation} | context,
        language=asked.user.language,
    )


def made(asked) -> None:
    _put("mail/asking/made.html", asked)


def there(asked, *, is_member: bool) -> None:
    _put("mail/asking/there.html", asked, is_member=is_member)


def declined(asked) -> None:
    _put("mail/asking/declined.html", asked)
