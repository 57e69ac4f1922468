from django.apps import AppConfig


class BookingsConfig(AppConfig):
    name = "bookings"
    verbose_name = "Bestillingar"

    def ready(self):
        from bookings import own_data, retention

        own_data.register_parts()
        retention.register_rules()
