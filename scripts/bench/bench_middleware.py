from bench_urls import BARE

from integration_portal.unchanged import UnchangedPages


class UnchangedPortalPages(UnchangedPages):
    """The portal's middleware, but for the bare view."""

    def __call__(self, request):
        return self.get_response(request) if request.path_info == f"/{BARE}" else super().__call__(request)
