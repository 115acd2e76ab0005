"""Accounts: signed in to by e-mail address, with rights given by groups."""

from importlib import import_module

from allauth.mfa.models import Authenticator
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.utils.translation import gettext_lazy as _

from . import actions
from .asking import admin as asking  # noqa: F401 (its pages are registered by it)
from .models import User

# Allauth's own tables: people tend theirs on /konto/, a directory is configured in the environment. They must be
# registered to be taken out, whatever the order of the apps.
for app in ("account", "mfa", "socialaccount", "usersessions"):
    import_module(f"allauth.{app}.admin")
    admin.site.unregister([model for model in apps.get_app_config(app).get_models() if admin.site.is_registered(model)])


class AccountCreationForm(AdminUserCreationForm):
    class Meta:
        model = User
        fields = ["email", "name"]


class AccountChangeForm(UserChangeForm):
    class Meta:
        model = User
        fields = "__all__"


@admin.register(User)
class AccountAdmin(UserAdmin):
    """Single permissions are not shown: a group says what its members may do, and is seen whole in one place."""

    form = AccountChangeForm
    add_form = AccountCreationForm
    list_display = ["email", "name", "is_staff", "is_superuser", "is_active", "last_login", "date_joined"]
    list_filter = ["is_staff", "is_superuser", "is_active", "groups"]
    date_hierarchy = "date_joined"
    search_fields = ["email", "name"]
    ordering = ["email"]
    filter_horizontal = []
    autocomplete_fields = ["groups"]
    readonly_fields = ["last_login", "date_joined"]
    fieldsets = [
        (None, {"fields": ["email", "name", "language", "password"]}),
        (_("Rights"), {"fields": ["is_active", "is_staff", "is_superuser", "groups"]}),
        (_("Dates"), {"fields": [("date_joined", "last_login")]}),
    ]
    add_fieldsets = [
        (None, {"classes": ["wide"], "fields": ["email", "name", "usable_password", "password1", "password2"]})
    ]

    def save_model(self, request, obj, form, change):
        """An address that was typed here is confirmed by its owner, by a code at the next sign-in."""
        super().save_model(request, obj, form, change)
        if not change or "email" in form.changed_data:
            actions.set_address(user=obj, confirmed=False)

    # Who may change accounts must not be able to become an administrator by it.

    def get_readonly_fields(self, request, obj=None):
        fields = super().get_readonly_fields(request, obj)
        return fields if request.user.is_superuser else [*fields, "is_staff", "is_superuser", "groups"]

    def has_change_permission(self, request, obj=None):
        allowed = super().has_change_permission(request, obj)
        return allowed and (obj is None or request.user.is_superuser or not obj.is_superuser)

    def has_delete_permission(self, request, obj=None):
        allowed = super().has_delete_permission(request, obj)
        return allowed and (obj is None or request.user.is_superuser or not obj.is_superuser)


@admin.register(Authenticator)
class SecondStepAdmin(admin.ModelAdmin):
    """A way out for somebody who has lost a telephone and the reserve codes. Secrets are never shown."""

    list_display = fields = readonly_fields = ["user", "type", "created_at", "last_used_at"]
    list_filter = ["type"]
    search_fields = ["user__email", "user__name"]
    ordering = ["user__email"]
    list_select_related = ["user"]

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    # As with accounts: only an administrator may take an administrator's away.
    def has_delete_permission(self, request, obj=None):
        allowed = super().has_delete_permission(request, obj)
        return allowed and (obj is None or request.user.is_superuser or not obj.user.is_superuser)
