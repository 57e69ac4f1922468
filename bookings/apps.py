from django.apps import AppConfig


class BookingsConfig(AppConfig):
    name = "bookings"
    verbose_name = "Bestillingar"

    def ready(self):
        from bookings import email_words  # noqa: F401 - it registers what the letters offer
