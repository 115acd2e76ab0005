"""How a field of a form is shown, the same in every form of the portal: settings.FORM_RENDERER."""

from django.forms.renderers import TemplatesSetting


class PortalForms(TemplatesSetting):
    """Shows ``{{ field.as_field_group }}`` with label, help and error by the portal's own template."""

    field_template_name = "_field.html"
