from django.apps import AppConfig


class ToolsConfig(AppConfig):
    name = "tools"
    verbose_name = "Metodar og køyreplanar"

    def ready(self):
        from tools import own_data, retention

        own_data.register_parts()
        retention.register_rules()
