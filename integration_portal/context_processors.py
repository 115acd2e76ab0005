from django.conf import settings
from django.urls import translate_url


def portal(request):
    """What every page needs: its own address without choices, the same page in the other language, whom to ask."""
    path, current = request.path, getattr(request, "LANGUAGE_CODE", settings.LANGUAGE_CODE)
    paths = {code: path if code == current else translate_url(path, code) for code, _name in settings.LANGUAGES}
    return {
        "canonical_url": request.build_absolute_uri(path),
        "languages": [
            {
                "code": code,
                "name": name,
                "path": paths[code],
                "url": request.build_absolute_uri(paths[code]),
                "current": code == current,
            }
            for code, name in settings.LANGUAGES
        ],
        "responsible": settings.RESPONSIBLE,
        "contact_email": settings.CONTACT_EMAIL,
        "mail_folder": _mail_folder(),
        # As it came: reading it into parameters fails when there are too many, on the page that says so too.
        "query_string": request.META.get("QUERY_STRING", ""),
    }


def _mail_folder():
    """Where mail lies that is not sent, as whoever tries the portal finds it; "" where it is sent."""
    if not settings.MAIL_TO_FILES:
        return ""
    # Where on the machine data is kept is no business of visitors.
    folder = "var" if settings.VAR_DIR == settings.BASE_DIR / "var" else "VAR_DIR"
    return f"{folder}/{settings.EMAIL_FILE_PATH.name}/"
