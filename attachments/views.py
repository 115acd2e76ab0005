from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import quote_etag
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from .models import ENDINGS, Attachment


@login_not_required  # who may see it is said by the record
@require_safe
def show(request, pk: int, small: bool = False):
    """A picture in the page or a PDF to download, to whoever may read the record; to others there is none.

    Nothing in it is run, should a browser be led here directly: its type is fixed, and it may load and do nothing.
    """
    attachment = get_object_or_404(Attachment, pk=pk)
    file = attachment.small if small else attachment.file
    if not file or not attachment.is_visible_to(request.user):
        raise Http404
    etag = quote_etag(f"{attachment.sha256}{'-small' if small else ''}")
    # Before the file is opened: what has not changed need not be read.
    response = get_conditional_response(request, etag=etag) or _answer(attachment, file)
    response["ETag"] = etag
    # Asked for again each time, for a record may be taken back.
    patch_cache_control(response, private=True, no_cache=True)
    return response


def _answer(attachment, file):
    try:
        content = file.open("rb")
    except FileNotFoundError:
        raise Http404 from None
    response = FileResponse(
        content,
        content_type=attachment.media_type,
        as_attachment=not attachment.is_picture,
        filename=f"{slugify(attachment.title) or 'fil'}.{ENDINGS[attachment.media_type]}",
    )
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    return response
