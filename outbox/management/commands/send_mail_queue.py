from outbox.sending import forget_old, send_due
from outbox.timed import TimedCommand, is_ending


class Command(TimedCommand):
    help = "Send the mails that are due, and empty old ones. Fails when mails could not be sent for good."

    def round(self) -> str:
        """Send what is due, tell how much, and return what somebody should look at."""
        done = send_due(is_ending=is_ending)
        forgotten = forget_old()
        if done.sent or done.put_off or done.dead or forgotten:
            self.stdout.write(
                f"Sent: {done.sent}. Put off: {done.put_off}. Dead letters: {done.dead}. Emptied: {forgotten}."
            )
        problems = []
        if done.dead:
            problems.append(f"New dead letters: {done.dead}; they are in the administration.")
        if done.stopped:
            problems.append(f"The mail server cannot be used: {done.stopped}")
        return " ".join(problems)
