#!/usr/bin/env python
"""Django's command line; starts the project's private cluster when no other database is named."""

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line

from sip import cluster


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sip.settings")
    if not os.environ.get("DATABASE_URL"):
        try:
            cluster.ensure_running()
        except cluster.ClusterError as error:
            sys.exit(str(error))
    try:
        execute_from_command_line(sys.argv)
    except (ImproperlyConfigured, cluster.ClusterError) as error:
        # A value of the environment is wrong, and the message names it: where in the code it was read helps nobody.
        if "--traceback" in sys.argv:
            raise
        sys.exit(str(error))
    except BrokenPipeError:
        # The reader of a pipe, such as head, has seen enough: that is no failure to show a trace of.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


if __name__ == "__main__":
    main()
