"""How files come in: to disk, and never more than the limit."""

from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler


class LimitedUpload(FileUploadHandler):
    """Stands before the handler that keeps the file, and stops when it grows beyond the limit."""

    taken = 0

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.taken = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:  # noqa: ARG002 - Django's signature
        self.taken += len(raw_data)
        if self.taken > settings.UPLOAD_LIMIT:
            self._close_others()
            raise RequestDataTooBig
        return raw_data

    def _close_others(self) -> None:
        # Django closes only what was read to its end; the rest would lie open on the disk.
        for handler in self.request.upload_handlers if self.request else ():
            if file := getattr(handler, "file", None):
                file.close()

    def file_complete(self, file_size: int) -> None:  # noqa: ARG002 - Django's signature
        return None
