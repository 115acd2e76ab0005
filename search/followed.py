"""What a model that the index follows is made of: bulk writes that it hears of, and one transaction with it."""

from django.db import models, transaction

from .following import affected, followers, index_affected


class FollowedQuerySet(models.QuerySet):
    """A query set whose bulk writes the index follows."""

    @transaction.atomic
    def update(self, **values):
        if not followers.get(self.model):
            return super().update(**values)
        pks = list(self.values_list("pk", flat=True))
        before = affected(self.model, pks)
        done = super().update(**values)
        for model, records in affected(self.model, pks).items():
            before[model] |= records
        index_affected(before)
        return done

    update.alters_data = True

    @transaction.atomic
    def bulk_create(self, objs, *args, **kwargs):
        created = super().bulk_create(objs, *args, **kwargs)
        index_affected(affected(self.model, [record.pk for record in created if record.pk]))
        return created

    bulk_create.alters_data = True

    @transaction.atomic
    def bulk_update(self, objs, fields, *args, **kwargs):
        objs = tuple(objs)
        done = super().bulk_update(objs, fields, *args, **kwargs)
        index_affected(affected(self.model, [record.pk for record in objs]))
        return done

    bulk_update.alters_data = True

    @transaction.atomic
    def delete(self):
        return super().delete()

    delete.alters_data = True
    delete.queryset_only = True


class Followed(models.Model):
    """A model that the index follows: saving and deleting are one transaction with the writing of the index."""

    objects = FollowedQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        with transaction.atomic():
            super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        with transaction.atomic():
            return super().delete(*args, **kwargs)
