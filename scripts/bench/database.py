"""What the database is, as JSON: its version, and on PostgreSQL a process of its server."""

import json
import sys

import django

django.setup()

from django.db import connection  # noqa: E402 (the connection needs the set-up)

with connection.cursor() as cursor:
    if connection.vendor == "postgresql":
        cursor.execute("SELECT current_setting('server_version'), pg_backend_pid()")
        version, backend = cursor.fetchone()
        # This process's own ends with it; what is wanted is the server it belongs to.
        cursor.execute("SELECT pid FROM pg_stat_activity WHERE backend_type = 'checkpointer'")
        [backend] = cursor.fetchone()
        found = {"version": f"PostgreSQL {version.split()[0]}", "backend": backend}
    else:
        cursor.execute("SELECT sqlite_version()")
        found = {"version": f"SQLite {cursor.fetchone()[0]}", "backend": None}
json.dump(found, sys.stdout)
