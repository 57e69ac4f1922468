"""The back office of e-mail texts: write, look at it with made-up data, try it, take the file's back."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from prosesstotte import email_texts, mail
from prosesstotte.backoffice import MarkdownAdmin
from prosesstotte.models import EmailText
from prosesstotte.text import to_html

LOOK, TRY, BACK = "_preview", "_trial", "_standard"  # the buttons beside «Lagre»


class EmailTextForm(forms.ModelForm):
    """Shows the text as it is sent; the file's own words are kept as empty, so that they follow the file."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            subject, body = email_texts.standard(self.instance.kind)
            self.initial |= {"subject": self.instance.subject or subject, "body": self.instance.body or body}

    def clean(self):
        told = super().clean()
        # Browsers send line breaks of their own.
        told["body"] = "\n".join(told.get("body", "").splitlines()).strip()
        subject, body = email_texts.standard(self.instance.kind)
        self.text = told.get("subject") or subject, told["body"] or body
        email_texts.check(self.instance.kind, *self.text)
        return told | {
            "subject": "" if self.text[0] == subject else self.text[0],
            "body": "" if self.text[1] == body else self.text[1],
        }


class EmailTextAdmin(MarkdownAdmin):
    form = EmailTextForm
    fields = ["subject", "body"]
    list_display = ["letter", "changed", "changed_at"]
    change_form_template = "admin/prosesstotte/email_text.html"

    @admin.display(description=_("brev"))
    def letter(self, row):
        return row.subject or email_texts.standard(row.kind)[0]

    @admin.display(description=_("eigen tekst"), boolean=True)
    def changed(self, row):
        return row.is_changed

    @admin.display(description=_("endra"), empty_value="")
    def changed_at(self, row):
        """A row stands for every letter, also for those that nobody has written anew."""
        return row.updated_at if row.is_changed else None

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def get_queryset(self, request):
        """Only letters that somebody sends."""
        return super().get_queryset(request).filter(kind__in=email_texts.offers())

    def changelist_view(self, request, extra_context=None):
        rows = [EmailText(kind=kind) for kind in email_texts.offers()]
        EmailText.objects.bulk_create(rows, ignore_conflicts=True)
        return super().changelist_view(request, extra_context)

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """The text with the words it may use; a button beside «Lagre» saves nothing but what it says."""
        text = self.get_object(request, object_id)
        button = next((name for name in (LOOK, TRY, BACK) if name in request.POST), None)
        if text and button:
            if not self.has_change_permission(request, text):
                raise PermissionDenied
            if response := getattr(self, f"press{button}")(request, text):
                return response
        words = {"words": email_texts.offers()[text.kind].explained()} if text else {}
        return super().change_view(request, object_id, form_url, {**(extra_context or {}), **words})

    def press_standard(self, request, text):
        text.subject = text.body = ""
        text.save(update_fields=["subject", "body", "updated_at"])
        self.log_change(request, text, str(_("Tok tilbake standardteksten.")))
        self.message_user(request, _("Brevet har standardteksten att."), messages.SUCCESS)
        return HttpResponseRedirect(request.path)

    def press_preview(self, request, text):
        """The letter as it will look; None when the text does not hold: then the form says why."""
        form = self.get_form(request, text)(request.POST, instance=text)
        return self._look(request, form) if form.is_valid() else None

    def press_trial(self, request, text):
        form = self.get_form(request, text)(request.POST, instance=text)
        if not form.is_valid():
            return None
        subject, body = self._composed(form)
        subject = _("[Prøve] %(subject)s") % {"subject": subject}
        mail.post("trial", to=request.user.email, subject=subject, text=body)
        told = _("Prøva er send til %(address)s. Teksten er ikkje lagra enno.")
        self.message_user(request, told % {"address": request.user.email}, messages.SUCCESS)
        return self._look(request, form)

    def _composed(self, form):
        kind = form.instance.kind
        examples = email_texts.offers()[kind].examples()
        return mail.split(email_texts.render(kind, *form.text, examples))

    def _look(self, request, form):
        subject, body = self._composed(form)
        kept = dict(zip(("subject", "body"), form.text, strict=True))
        context = {
            **self.admin_site.each_context(request),
            "title": _("Slik blir brevet"),
            "opts": self.opts,
            "subject": subject,
            "html": to_html(body),
            "kept": kept,
        }
        return render(request, "admin/prosesstotte/email_preview.html", context)
