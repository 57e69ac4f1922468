from django.apps import AppConfig


class BookingsConfig(AppConfig):
    name = "bookings"
    verbose_name = "Bestillingar"

    def ready(self):
        from bookings import email_words, evaluation_afterword, own_data, retention  # noqa: F401 - the first registers what letters offer

        evaluation_afterword.register()
        own_data.register_parts()
        retention.register_rules()
