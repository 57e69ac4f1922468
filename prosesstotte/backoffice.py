"""What several rooms' admin pages share."""

from django.contrib import admin
from django.forms import Script
from django.urls import reverse_lazy


class MarkdownAdmin(admin.ModelAdmin):
    """A form whose Markdown fields get a button that shows how the text will look."""

    markdown_fields = ()

    class Media:
        js = [Script("js/forhandsvis.js", defer=True)]
        css = {"all": ["css/admin.css"]}

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name in self.markdown_fields:
            field.widget.attrs["data-markdown"] = reverse_lazy("markdown_preview")
        return field


class ReadOnlyAdmin(admin.ModelAdmin):
    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
