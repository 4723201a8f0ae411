"""Where Django finds what this room's packages put into the admin."""

import cases.catalogue.admin
import cases.clients.admin
import cases.publishing.admin
import cases.reports.admin  # noqa: F401
