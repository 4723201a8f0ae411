"""Addresses of systems and webhooks for administrators: /urzad/systemy/."""

from django.urls import path

from cases.hooks import pages

systems = [
    path("", pages.systems_page, name="cases-systems"),
    path("<int:number>/", pages.hook_page, name="cases-hook"),
    *(
        path(f"<int:number>/{step}/", pages.hook_step, {"step": step}, name=f"cases-hook-{step}")
        for step in (*pages.STEPS, "sekret")
    ),
]
