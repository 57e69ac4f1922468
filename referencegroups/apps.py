from django.apps import AppConfig


class ReferenceGroupsConfig(AppConfig):
    name = "referencegroups"
    verbose_name = "Referansegrupper"
