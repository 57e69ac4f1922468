"""The ground: what every room of the house stands on. Imports no app."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.core.validators import FileExtensionValidator
from django.db import models
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class UserManager(BaseUserManager):
    def create_user(self, email, **fields):
        """Make a user. Nobody has a password: a code by e-mail is how one logs in."""
        user = self.model(email=email.strip().lower(), **fields)
        user.set_unusable_password()
        user.save(using=self._db)
        return user

    def create_superuser(self, email, password=None, **fields):
        return self.create_user(email, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, email):
        return self.get(email__iexact=email)


class User(AbstractBaseUser, PermissionsMixin):
    """Somebody who logs in: group leader, process leader or administrator."""

    email = models.EmailField(_("e-post"), unique=True)
    name = models.CharField(_("namn"), max_length=120, blank=True)
    phone = models.CharField(_("telefon"), max_length=30, blank=True)
    is_active = models.BooleanField(_("kan logge inn"), default=True)
    is_staff = models.BooleanField(_("kan opne administrasjonen"), default=False)
    date_joined = models.DateTimeField(_("laga"), default=timezone.now, editable=False)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = []

    class Meta:
        verbose_name = _("brukar")
        verbose_name_plural = _("brukarar")
        ordering = ["email"]
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="user_email_is_unique_whatever_its_case",
                violation_error_message=_("Det finst alt ein brukar med denne e-postadressa."),
            ),
        ]

    def __str__(self):
        return self.name or self.email

    def get_full_name(self):
        return str(self)

    def get_short_name(self):
        return self.name.split(" ")[0] or self.email

    def has_usable_password(self):
        """Nobody has one: a code, a key or the municipality opens the door. allauth would ask for it."""
        return False


class ServiceArea(models.Model):
    """A municipal service area: data, so that it can be renamed and closed."""

    name = models.CharField(_("namn"), max_length=120, unique=True)
    slug = models.SlugField(_("adresse"), max_length=120, unique=True)
    description = models.TextField(_("kort om området"), blank=True, max_length=600)
    is_open = models.BooleanField(_("i bruk"), default=True)
    order = models.PositiveSmallIntegerField(_("rekkjefølgje"), default=0)

    class Meta:
        verbose_name = _("kommunalområde")
        verbose_name_plural = _("kommunalområde")
        ordering = ["order", "name"]

    def __str__(self):
        return self.name


class TeamMember(models.Model):
    """Somebody in the team, as shown on the page «Om oss»."""

    user = models.OneToOneField(
        User,
        verbose_name=_("brukar"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="team_member",
    )
    name = models.CharField(_("namn"), max_length=120)
    title = models.CharField(_("tittel"), max_length=120)
    phone = models.CharField(_("telefon"), max_length=30, blank=True)
    email = models.EmailField(_("e-post"), blank=True)
    about = models.TextField(_("kort om"), max_length=600, blank=True)
    photo = models.ImageField(
        _("bilete"),
        upload_to="team/",
        blank=True,
        validators=[FileExtensionValidator(["jpg", "jpeg", "png", "webp"])],
        help_text=_("Kvadratisk bilete i JPG, PNG eller WebP. Utan bilete viser vi initialane."),
    )
    order = models.PositiveSmallIntegerField(_("rekkjefølgje"), default=0)
    is_shown = models.BooleanField(_("vis på nettstaden"), default=True)

    class Meta:
        verbose_name = _("medlem av teamet")
        verbose_name_plural = _("teamet")
        ordering = ["order", "name"]

    def __str__(self):
        return self.name

    @property
    def initials(self):
        parts = self.name.split()
        return "".join(part[0] for part in [*parts[:1], *parts[1:][-1:]]).upper()


class PublishedQuerySet(models.QuerySet):
    def published(self, at=None):
        return self.filter(published_at__lte=at or timezone.now())


class News(models.Model):
    """One piece under «Aktuelt»; without a time it is a draft."""

    title = models.CharField(_("tittel"), max_length=160)
    slug = models.SlugField(_("adresse"), max_length=160, unique=True)
    summary = models.CharField(_("ingress"), max_length=300)
    body = models.TextField(
        _("tekst"), help_text=_("Markdown. Skriv ikkje namn på enkeltpersonar utan at dei veit om det.")
    )
    published_at = models.DateTimeField(
        _("publisert"), null=True, blank=True, help_text=_("Tomt felt er kladd.")
    )
    updated_at = models.DateTimeField(_("endra"), auto_now=True)

    objects = PublishedQuerySet.as_manager()

    class Meta:
        verbose_name = _("nyhende")
        verbose_name_plural = _("aktuelt")
        ordering = ["-published_at", "-pk"]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("news_detail", args=[self.slug])


class Page(models.Model):
    """A text of the house that administrators edit: why, privacy, accessibility."""

    slug = models.SlugField(
        _("nøkkel"), unique=True, help_text=_("Sida som teksten står på, til dømes «om».")
    )
    title = models.CharField(_("tittel"), max_length=160)
    lead = models.TextField(_("ingress"), max_length=400, blank=True)
    body = models.TextField(_("tekst"), help_text=_("Markdown."))
    updated_at = models.DateTimeField(_("endra"), auto_now=True)
    loaded_digest = models.CharField(max_length=64, blank=True, editable=False)

    class Meta:
        verbose_name = _("side")
        verbose_name_plural = _("sider")
        ordering = ["title"]

    def __str__(self):
        return self.title


class Document(models.Model):
    """A basis document (grunnlagsdokument) to download from «Verktøy for tilsette»."""

    title = models.CharField(_("tittel"), max_length=160)
    slug = models.SlugField(_("adresse"), max_length=160, unique=True)
    description = models.TextField(_("kva det handlar om"), max_length=600)
    file = models.FileField(
        _("fil"),
        upload_to="dokument/",
        validators=[FileExtensionValidator(["pdf", "docx", "xlsx", "pptx", "odt"])],
    )
    order = models.PositiveSmallIntegerField(_("rekkjefølgje"), default=0)
    is_shown = models.BooleanField(_("vis på nettstaden"), default=True)
    updated_at = models.DateTimeField(_("endra"), auto_now=True)

    class Meta:
        verbose_name = _("grunnlagsdokument")
        verbose_name_plural = _("grunnlagsdokument")
        ordering = ["order", "title"]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("document_download", args=[self.slug])

    @property
    def kind(self):
        """What sort of file it is, as people say it: PDF, DOCX …"""
        return self.file.name.rpartition(".")[2].upper()


class OutgoingMail(models.Model):
    """One e-mail on its way out, kept until it is sent and a while after."""

    to = models.EmailField(_("til"))
    subject = models.CharField(_("emne"), max_length=200)
    text = models.TextField(_("tekst"))
    html = models.TextField(_("HTML"), blank=True)
    calendar = models.TextField(_("kalenderfil"), blank=True)
    calendar_method = models.CharField(max_length=10, blank=True)
    kind = models.CharField(_("slag"), max_length=60)
    about = models.CharField(_("gjeld"), max_length=60, blank=True, db_index=True)
    created_at = models.DateTimeField(_("laga"), default=timezone.now)
    sent_at = models.DateTimeField(_("send"), null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(_("forsøk"), default=0)
    last_error = models.CharField(_("siste feil"), max_length=200, blank=True)
    gave_up_at = models.DateTimeField(_("gitt opp"), null=True, blank=True)

    class Meta:
        verbose_name = _("e-post ut")
        verbose_name_plural = _("e-post ut")
        ordering = ["-created_at", "-pk"]

    def __str__(self):
        return f"{self.kind} {self.pk}"


class EmailText(models.Model):
    """An administrator's own words for one kind of e-mail; what is empty is the file's."""

    kind = models.CharField(_("brev"), max_length=60, unique=True, editable=False)
    subject = models.CharField(_("emne"), max_length=100, blank=True)
    body = models.TextField(_("tekst"), max_length=6000, blank=True)
    updated_at = models.DateTimeField(_("endra"), auto_now=True)

    class Meta:
        verbose_name = _("e-posttekst")
        verbose_name_plural = _("e-posttekstar")
        ordering = ["kind"]

    def __str__(self):
        return self.kind

    @property
    def is_changed(self):
        return bool(self.subject or self.body)


class Event(models.Model):
    """Who did what with which thing, when: one row written by each door."""

    at = models.DateTimeField(_("tid"), default=timezone.now)
    by = models.ForeignKey(
        User, verbose_name=_("av"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    verb = models.CharField(_("hending"), max_length=60)
    subject_type = models.CharField(_("slag"), max_length=60)
    subject_id = models.BigIntegerField(_("nummer"))
    data = models.JSONField(_("detaljar"), default=dict, blank=True)

    class Meta:
        verbose_name = _("hending")
        verbose_name_plural = _("hendingar")
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["subject_type", "subject_id", "at"], name="event_by_subject")]

    def __str__(self):
        return f"{self.verb} {self.subject_type} {self.subject_id}"


class Link(models.Model):
    """A secret address for one purpose. Only the hash of its token is kept."""

    purpose = models.CharField(_("føremål"), max_length=30)
    subject_type = models.CharField(max_length=60)
    subject_id = models.BigIntegerField()
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("hemmeleg lenkje")
        verbose_name_plural = _("hemmelege lenkjer")
        indexes = [models.Index(fields=["purpose", "subject_type", "subject_id"], name="link_by_subject")]

    def __str__(self):
        return f"{self.purpose} {self.subject_type} {self.subject_id}"


class ContentRevision(models.Model):
    """One row that triggers raise whenever public content changes: the pages' version."""

    number = models.BigIntegerField(default=0)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="content_revision_is_one_row")]

    def __str__(self):
        return str(self.number)


class Backup(models.Model):
    """That a backup was made, so that the administration can tell when the last one was."""

    made_at = models.DateTimeField(_("laga"))
    size = models.BigIntegerField(_("storleik i byte"))
    rows = models.BigIntegerField(_("rader"))
    files = models.PositiveIntegerField(_("filer"))
    # While one is open a copy can tell who answered what: it must not be kept (decision 010).
    open_confidential_rounds = models.PositiveIntegerField(_("opne, fortrulege rundar"), default=0)

    class Meta:
        verbose_name = _("reservekopi")
        verbose_name_plural = _("reservekopiar")
        ordering = ["-made_at", "-pk"]

    def __str__(self):
        return f"{self.made_at:%Y-%m-%d %H:%M}"


class VisitCount(models.Model):
    """How often somebody has done one thing in one stretch of time (limits.py). No address lies here."""

    key = models.CharField(max_length=100, primary_key=True)
    number = models.PositiveIntegerField()
    ends_at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = _("teljing")
        verbose_name_plural = _("teljingar")

    def __str__(self):
        return self.key
