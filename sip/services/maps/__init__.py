"""WMS and WFS: Django decides what may be asked, MapServer draws in processes of its own (ADR 0012)."""
