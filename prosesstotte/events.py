"""The audit trail: doors write one row each, people read it as history."""

from django.utils import timezone

from prosesstotte.models import Event


def record(subject, verb, *, by=None, at=None, **data):
    """Write that `by` did `verb` to `subject`; `data` must hold no more than the story needs."""
    return Event.objects.create(
        verb=verb,
        by=by,
        at=at or timezone.now(),
        subject_type=subject._meta.label_lower,
        subject_id=subject.pk,
        data=data,
    )


def history(subject):
    """Everything that happened to `subject`, oldest first, with who did it."""
    found = Event.objects.filter(subject_type=subject._meta.label_lower, subject_id=subject.pk)
    return found.select_related("by")
