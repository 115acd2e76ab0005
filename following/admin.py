"""How many follow what, for editors. Who they are is on no page of the administration: it is nobody's task to know."""

from django.contrib import admin
from django.db.models import Count, F, Min, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from .enums import Rhythm
from .models import Subscription
from .subjects import LISTS, list_title, records_of


@admin.register(Subscription)
class SubscriptionAdmin(admin.ModelAdmin):
    """A row for each thing that is followed, with the number of those who do."""

    list_display = ["what", "followers", *(f"followers_{rhythm.name.lower()}" for rhythm in Rhythm)]
    fields = readonly_fields = list_display
    list_per_page = 50

    def get_queryset(self, request):
        confirmed = Subscription.objects.confirmed()
        # Of a record both texts are empty; of a search the text of the list is not.
        alike = confirmed.filter(
            Q(document=OuterRef("document")) | Q(document=None), list=OuterRef("list"), query=OuterRef("query")
        )
        counted = alike.order_by().annotate(every=F("pk") * 0).values("every")
        one_of_each = confirmed.order_by().values("document", "list", "query").annotate(first=Min("pk")).values("first")

        def number(**of):
            return Coalesce(Subquery(counted.filter(**of).annotate(n=Count("pk")).values("n")), 0)

        numbers = {f"number_{rhythm.name.lower()}": number(rhythm=rhythm.value) for rhythm in Rhythm}
        return Subscription.objects.filter(pk__in=one_of_each).annotate(number=number(), **numbers)

    def get_ordering(self, request):
        return ["-number", "pk"]

    def get_changelist_instance(self, request):
        changelist = super().get_changelist_instance(request)
        records = records_of({one.document for one in changelist.result_list if one.document})
        for one in changelist.result_list:
            one.record = records.get(one.document)
        return changelist

    @admin.display(description=_("what is followed"))
    def what(self, subscription):
        # Not the name of a search, which its follower gave it.
        if subscription.list:
            return f"{list_title(subscription.list) if subscription.list in LISTS else ''}: {subscription.query}"
        if not hasattr(subscription, "record"):
            subscription.record = records_of([subscription.document]).get(subscription.document)
        return str(subscription.record or f"#{subscription.document}")

    @admin.display(description=_("followers"), ordering="number")
    def followers(self, subscription):
        return subscription.number

    @admin.display(description=Rhythm.AT_ONCE.label)
    def followers_at_once(self, subscription):
        return subscription.number_at_once

    @admin.display(description=Rhythm.DAILY.label)
    def followers_daily(self, subscription):
        return subscription.number_daily

    @admin.display(description=Rhythm.WEEKLY.label)
    def followers_weekly(self, subscription):
        return subscription.number_weekly

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
