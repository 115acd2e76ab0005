"""Watches a page in a browser for what a visitor would have met in silence."""

# What failed to load is seen, with its address, in ``on_response``. An answer that is still on its way when the reader
# has chosen anew is dropped on purpose, which htmx calls an error by these two names; a true one has others too.
HARMLESS = ("Failed to load resource", "htmx:sendAbort", "htmx:afterRequest")


def watch(page, portal: str) -> list[str]:
    """Return a list that fills with what goes wrong on ``page`` from now on; ``portal`` is where the portal is served.

    An error in the console (a breach of the Content-Security-Policy is one), a server error, a missing file, a request
    to another host.
    """
    problems = []

    def on_console(message):
        if message.type == "error" and not message.text.startswith(HARMLESS):
            problems.append(f"console: {message.text}")

    def on_response(response):
        # A page may answer 404 because the test asked for it, a stylesheet or an image may not.
        if response.status >= 500 or (response.status >= 400 and response.request.resource_type != "document"):
            problems.append(f"{response.status}: {response.url}")

    def on_request(sent):
        if not sent.url.startswith((portal, "data:", "blob:", "about:")):
            problems.append(f"request to another host: {sent.url}")

    page.on("console", on_console)
    page.on("pageerror", lambda error: problems.append(f"script: {error}"))
    page.on("response", on_response)
    page.on("request", on_request)
    return problems
