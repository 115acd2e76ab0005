from django.core.files.uploadhandler import FileUploadHandler

from .checking import MAX_BYTES

MOST = max(MAX_BYTES.values())  # bytes


class CutOff(FileUploadHandler):
    """Lets no more of a file through than it takes to see that it is too large; the first of the upload handlers.

    So nobody fills the disk with one request, and the form comes back with all else that was written in it: what is
    kept is a byte longer than the longest file that is taken, which ``checking.check`` refuses.
    """

    def receive_data_chunk(self, raw_data, start):
        return raw_data[: MOST + 1 - start] or None if start <= MOST else None

    def file_complete(self, file_size):
        return None
