"""Rows and choices an owner may see: one mixin for every admin page of the app.

Everything admin does begins with `get_queryset`: lists, pages, history, autocomplete, actions, deleting.
The choices of a form begin with `formfield_for_foreignkey`. So these two are where the walls stand.
"""

from django.contrib import admin

from referencegroups.models.group import MANAGE_ALL


class OwnRows:
    """Mix into a ModelAdmin whose model's manager has `visible_to(user)`."""

    def get_queryset(self, request):
        return super().get_queryset(request).filter(pk__in=self.visible(request).values("pk"))

    def visible(self, request):
        return self.model.objects.visible_to(request.user)

    def has_view_permission(self, request, obj=None):
        return super().has_view_permission(request, obj) and self.may_see(request, obj)

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and self.may_see(request, obj)

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and self.may_see(request, obj)

    def may_see(self, request, obj):
        return obj is None or self.visible(request).filter(pk=obj.pk).exists()

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        manager = db_field.related_model._default_manager
        if hasattr(manager.all(), "visible_to"):
            kwargs.setdefault("queryset", manager.visible_to(request.user))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def manages_all(self, request):
        return request.user.has_perm(MANAGE_ALL)


class OwnInline(OwnRows, admin.TabularInline):
    """Rows of a parent that the owner may see: the parent's page has been checked already."""

    extra = 0

    def get_queryset(self, request):
        return admin.TabularInline.get_queryset(self, request)

    def may_see(self, request, obj):
        return True
