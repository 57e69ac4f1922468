"""The back office of the house itself. Bookings and groups have admin of their own."""

from django import forms
from django.contrib import admin, messages
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from prosesstotte import mail, uploads
from prosesstotte.backoffice import MarkdownAdmin, ReadOnlyAdmin
from prosesstotte.models import Document, Event, News, OutgoingMail, Page, ServiceArea, TeamMember, User


@admin.register(User)
class UserAdmin(admin.ModelAdmin):
    list_display = ["email", "name", "is_active", "is_staff", "last_login"]
    list_filter = ["is_active", "is_staff", "groups"]
    search_fields = ["email", "name"]
    fields = [
        "email",
        "name",
        "phone",
        "is_active",
        "is_staff",
        "is_superuser",
        "groups",
        "user_permissions",
        "last_login",
    ]
    readonly_fields = ["last_login"]
    filter_horizontal = ["groups", "user_permissions"]

    def save_model(self, request, obj, form, change):
        if not change:
            obj.set_unusable_password()
        super().save_model(request, obj, form, change)

    def get_readonly_fields(self, request, obj=None):
        """Only a superuser hands out rights."""
        rights = (
            [] if request.user.is_superuser else ["is_staff", "is_superuser", "groups", "user_permissions"]
        )
        return [*self.readonly_fields, *rights]


@admin.register(ServiceArea)
class ServiceAreaAdmin(admin.ModelAdmin):
    list_display = ["name", "is_open", "order"]
    list_editable = ["is_open", "order"]
    search_fields = ["name"]
    prepopulated_fields = {"slug": ["name"]}


class TeamMemberForm(forms.ModelForm):
    def clean_photo(self):
        photo = self.cleaned_data["photo"]
        return uploads.clean_photo(photo) if isinstance(photo, UploadedFile) else photo


@admin.register(TeamMember)
class TeamMemberAdmin(admin.ModelAdmin):
    form = TeamMemberForm
    list_display = ["name", "title", "phone", "is_shown", "order"]
    list_editable = ["is_shown", "order"]
    search_fields = ["name", "title"]
    autocomplete_fields = ["user"]


@admin.register(News)
class NewsAdmin(MarkdownAdmin):
    list_display = ["title", "published_at", "updated_at"]
    search_fields = ["title", "summary", "body"]
    date_hierarchy = "published_at"
    prepopulated_fields = {"slug": ["title"]}
    markdown_fields = ["body"]


@admin.register(Page)
class PageAdmin(MarkdownAdmin):
    list_display = ["title", "slug", "updated_at"]
    search_fields = ["title", "body"]
    markdown_fields = ["body"]

    def get_readonly_fields(self, request, obj=None):
        return ["slug"] if obj else []

    def has_delete_permission(self, request, obj=None):
        """The house's pages stand in the menu; they are edited, not removed."""
        return False


class DocumentForm(forms.ModelForm):
    def clean_file(self):
        file = self.cleaned_data["file"]
        return uploads.clean_document(file) if isinstance(file, UploadedFile) else file


@admin.register(Document)
class DocumentAdmin(admin.ModelAdmin):
    form = DocumentForm
    list_display = ["title", "is_shown", "order", "updated_at"]
    list_editable = ["is_shown", "order"]
    search_fields = ["title", "description"]
    prepopulated_fields = {"slug": ["title"]}


@admin.register(OutgoingMail)
class OutgoingMailAdmin(ReadOnlyAdmin):
    """Letters on their way. The text is not shown: it may hold a login code."""

    list_display = ["created_at", "kind", "to", "sent_at", "attempts", "gave_up_at", "last_error"]
    list_filter = [
        "kind",
        ("gave_up_at", admin.EmptyFieldListFilter),
        ("sent_at", admin.EmptyFieldListFilter),
    ]
    search_fields = ["to", "kind", "about"]
    fields = [
        "created_at",
        "kind",
        "to",
        "subject",
        "about",
        "sent_at",
        "attempts",
        "last_error",
        "gave_up_at",
    ]
    actions = ["send_again"]

    @admin.action(description=_("Send på nytt"), permissions=["view"])
    def send_again(self, request, queryset):
        letters = list(queryset.filter(sent_at__isnull=True))
        for letter in letters:
            mail.send_again(letter)
        number = len(letters)
        text = ngettext("%d brev er lagt i kø på nytt.", "%d brev er lagde i kø på nytt.", number) % number
        self.message_user(request, text, messages.SUCCESS)


@admin.register(Event)
class EventAdmin(ReadOnlyAdmin):
    list_display = ["at", "by", "verb", "subject_type", "subject_id"]
    list_filter = ["subject_type", "verb"]
    list_select_related = ["by"]
    search_fields = ["subject_id", "by__email"]
    date_hierarchy = "at"
