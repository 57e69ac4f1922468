from django.apps import AppConfig


class ToolsConfig(AppConfig):
    name = "tools"
    verbose_name = "Metodar og køyreplanar"

    def ready(self):
        from tools import retention

        retention.register_rules()
