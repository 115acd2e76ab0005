"""The mails about organisations that are asked for: to the editors, and of the decision, whatever it is, to who asked.

In the transaction of what they tell of, one a request and receiver.
"""

from outbox.actions import put_mail

from ..models import User


def _put(template, asked, **context):
    put_mail(
        key=f"asking:decided:{asked.pk}",
        to=asked.user.email,
        template=template,
        context={"asked": asked, "organisation": asked.organisation} | context,
        language=asked.user.language,
    )


def asked_for(asked) -> None:
    for editor in User.objects.editors().exclude(pk=asked.user_id):
        put_mail(
            key=f"asking:asked:{asked.pk}:{editor.pk}",
            to=editor.email,
            template="mail/asking/asked_for.html",
            context={"asked": asked},
            language=editor.language,
        )


def made(asked) -> None:
    _put("mail/asking/made.html", asked)


def there(asked, *, is_member: bool) -> None:
    _put("mail/asking/there.html", asked, is_member=is_member)


def declined(asked) -> None:
    _put("mail/asking/declined.html", asked)
