from django.apps import AppConfig


class BookingsConfig(AppConfig):
    name = "bookings"
    verbose_name = "Bestillingar"

    def ready(self):
        from bookings import email_words, retention  # noqa: F401 - the first registers what letters offer

        retention.register_rules()
