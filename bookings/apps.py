from django.apps import AppConfig


class BookingsConfig(AppConfig):
    name = "bookings"
    verbose_name = "Bestillingar"

    def ready(self):
        from bookings import retention

        retention.register_rules()
