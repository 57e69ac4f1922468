from django.apps import AppConfig


class ReferenceGroupsConfig(AppConfig):
    name = "referencegroups"
    verbose_name = "Referansegrupper"

    def ready(self):
        from referencegroups import own_data, retention

        own_data.register_parts()
        retention.register_rules()
