from django.apps import AppConfig


class ReferenceGroupsConfig(AppConfig):
    name = "referencegroups"
    verbose_name = "Referansegrupper"

    def ready(self):
        from referencegroups import retention

        retention.register_rules()
