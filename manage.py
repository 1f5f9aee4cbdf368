#!/usr/bin/env python
"""Runs a management command, and waits for what it announced to leave the process."""

import os
import sys


def main():
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    from django.core.management import execute_from_command_line

    try:
        execute_from_command_line(sys.argv)
    finally:
        flush_announcements()


def flush_announcements():
    # A command ends sooner than the publisher thread sends; without the wait its frames would be lost hints.
    publisher = sys.modules.get("realtime.publisher")
    if publisher:
        publisher.flush(timeout=2.0)


if __name__ == "__main__":
    main()
