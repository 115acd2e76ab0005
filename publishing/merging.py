"""Three versions of one content (sources/versions.py) made one: where it began, and what two sides made of it."""


def merge(base: dict, *, mine: dict, theirs: dict) -> tuple[dict, list[str]]:
    """Return (content, contested): their content with my changes, and the names of what both have changed, differently.

    A contested field has my value. A field that the base does not have was added to the model since: mine is an answer
    to a question that was not asked then, so theirs stays.
    """
    content, contested = dict(theirs), []
    for name in mine.keys() & base.keys() & theirs.keys():
        if mine[name] == base[name] or mine[name] == theirs[name]:
            continue
        content[name] = mine[name]
        if theirs[name] != base[name]:
            contested.append(name)
    return content, sorted(contested)
