"""Only for its commands: make_demo and load_demo."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "sip.demo"
    label = "demo"
