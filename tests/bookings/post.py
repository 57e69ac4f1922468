"""The letters of a booking, as they lie in the queue."""

from prosesstotte.models import OutgoingMail


def letters(kind):
    """In the order they were written: to the leader first, then to those who booked."""
    return OutgoingMail.objects.filter(kind=f"bookings/{kind}").order_by("pk")


def who_got(kind):
    return sorted(letters(kind).values_list("to", flat=True))
