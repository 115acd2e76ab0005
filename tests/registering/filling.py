"""Fills in the forms at /mitt/ as a browser without script does: what it sends is read from the page."""

from django.test import Client

from tests.reading import parse

STEPS = {
    "projekt": ["om", "tid", "pengar", "medverkande", "plats", "resultat", "engelska"],
    "evenemang": ["om", "tid-och-plats", "arrangorer", "program", "anmalan", "resultat", "engelska"],
}


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def sent_by(page, button=("here", "1")) -> dict:
    """What a browser sends from the form of a step, ``page`` as HTML, when ``button`` is pressed."""
    [form] = [form for form in parse(page).all("form") if form.attrs.get("id") == "step"]
    data = {}
    templates = {id(inner) for template in form.all("template") for inner in template.inside}
    for field in form.inside:
        name = field.attrs.get("name")
        if not name or id(field) in templates or "disabled" in field.attrs:
            continue
        if field.tag == "input" and field.attrs.get("type") in ("checkbox", "radio"):
            if "checked" in field.attrs:
                data.setdefault(name, []).append(field.attrs.get("value", "on"))
        elif field.tag == "input":
            data.setdefault(name, []).append(field.attrs.get("value", ""))
        elif field.tag == "textarea":
            text = "".join(child for child in field.children if isinstance(child, str))
            data.setdefault(name, []).append(text.removeprefix("\n"))
        elif field.tag == "select":
            options = field.all("option")
            chosen = [option for option in options if "selected" in option.attrs] or options[:1]
            data.setdefault(name, []).extend(option.attrs["value"] for option in chosen)
    return data | {button[0]: button[1]}


def address(record, step="", kind="projekt"):
    return f"/mitt/{kind}/{record.pk}/{step + '/' if step else ''}"


def opened(client, record, step, kind="projekt") -> dict:
    """What a browser would send from the step if nothing was changed."""
    response = client.get(address(record, step, kind))
    assert response.status_code == 200
    return sent_by(response.content)


def save(client, record, step, kind="projekt", **changes):
    """Open the step, change the fields and press the button."""
    data = opened(client, record, step, kind) | changes
    return client.post(address(record, step, kind), data)


def problems(response) -> str:
    """What the page says is wrong; "" for nothing."""
    return " ".join(box.text for box in parse(response.content).all(css="error-summary"))
