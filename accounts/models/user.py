from django.conf import settings
from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from ..rights import Right, member_roles


class UserManager(BaseUserManager):
    """Users are told apart by their e-mail address, whatever its case."""

    use_in_migrations = True

    @classmethod
    def normalize_email(cls, email):
        """In small letters, all of it: so are they compared when somebody signs in."""
        return super().normalize_email(email).lower()

    def get_by_natural_key(self, email):
        return self.get(email__iexact=email)

    def create_user(self, email, password=None, **fields):
        """Return a new user; without ``password`` the account cannot sign in with one."""
        user = self.model(email=self.normalize_email(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def editors(self):
        """Return those who decide for the whole portal: editors and administrators (accounts/rights.py)."""
        return self.filter(models.Q(is_staff=True) | models.Q(is_superuser=True), is_active=True)

    def create_superuser(self, email, password=None, **fields):
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class User(AbstractUser):
    username = None
    first_name = None
    last_name = None
    name = models.CharField(_("name"), max_length=120, blank=True)
    email = models.EmailField(_("e-mail"), unique=True)
    language = models.CharField(
        _("language"),
        max_length=2,
        choices=settings.LANGUAGES,
        default=settings.LANGUAGE_CODE,
        help_text=_("The language of mail to you."),
    )

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = []

    objects = UserManager()

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        ordering = ["email"]
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="accounts_user_email_case_insensitive",
                violation_error_message=_("There is already an account with this e-mail address."),
            ),
            models.CheckConstraint(
                condition=models.Q(email=Lower("email")),
                name="accounts_user_email_lower_case",
                violation_error_message=_("An e-mail address is kept in small letters."),
            ),
            models.CheckConstraint(
                condition=models.Q(language__in=[code for code, _name in settings.LANGUAGES]),
                name="accounts_user_language_spoken",
                violation_error_message=_("The portal does not speak this language."),
            ),
        ]

    def __str__(self):
        return self.name or self.email

    @cached_property
    def reads_with(self) -> list[int]:
        """The keys of the organisations whose drafts the user may read, for the index: see search/readers.py."""
        roles = member_roles(Right.READ_DRAFTS)
        return sorted(self.memberships.filter(role__in=roles).values_list("organisation", flat=True))

    def get_full_name(self):
        return str(self)

    def get_short_name(self):
        return str(self)
