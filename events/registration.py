"""How people register events at /mitt/."""

from django.utils.translation import gettext_lazy as _

from publishing.registration import Kind

from . import forms
from .models import Event
from .views import preview

EVENT = Kind(
    slug="evenemang",
    model=Event,
    steps=forms.STEPS,
    needs=forms.NEEDS,
    preview=preview,
    new=_("Register an event"),
    copied=forms.copied,
)
