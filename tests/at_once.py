"""Several people at the same moment."""

import threading

from django.db import close_old_connections, connection


def at_once(*deeds) -> list:
    """Do all of ``deeds`` in threads that start together; return what each gave, or the exception that it met."""
    start, outcomes = threading.Barrier(len(deeds)), [None] * len(deeds)

    def do(number, deed):
        close_old_connections()
        try:
            start.wait(10)
            outcomes[number] = deed()
        except Exception as error:  # for the test to look at
            outcomes[number] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=do, args=pair) for pair in enumerate(deeds)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return outcomes
