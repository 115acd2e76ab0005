"""How people register projects at /mitt/."""

from django.utils.translation import gettext_lazy as _

from publishing.registration import Kind

from . import forms
from .models import Project
from .views import preview

PROJECT = Kind(
    slug="projekt",
    model=Project,
    steps=forms.STEPS,
    needs=forms.NEEDS,
    preview=preview,
    new=_("Register a project"),
    begun_from={"utlysning": forms.from_call},
)
