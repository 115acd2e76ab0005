"""A draft of the decision memo ("tjänsteskrivelse") in Word: the portal's facts with their sources.

The headings are those that Swedish municipalities use. Real styles (headings, lists, tables with heading rows), so that
it can be read aloud and put into the municipality's own template.
"""

import datetime
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from django.utils.translation import get_language, gettext as _
from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm

from publishing.templatetags.content import called, in_language
from sources.partial_dates import format_partial

from .facts import facts_of, money_of
from .words import hour, legal, reason, trouble

TAGS = {"sv": "sv-SE", "en": "en-GB"}
# In centimetres: A4 with its margins, and the columns of the tables, which fill the width between them.
PAGE, MARGIN = (21, 29.7), 2.5
FACTS, TIMETABLE = (3.4, 5.6, 4.4, 2.6), (3.4, 6.6, 6)


def memo_of(record, plan) -> bytes:
    """Return the file, the same for the same plan and facts."""
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = map(Cm, PAGE)
    section.left_margin = section.right_margin = Cm(MARGIN)
    matter = _("Application for funds: %(title)s") % {"title": called(record)}
    _describe(document, matter, plan.on)
    memo = _Memo(document, record, plan)
    memo.opening(matter)
    memo.proposal()
    memo.background()
    memo.economy()
    memo.timetable()
    memo.left_to_write()
    memo.sources()
    return _as_file(document)


def _describe(document, title, day):
    """Say what the document is and which language it is in; who made it is the portal, and nobody by name."""
    tag = TAGS.get(get_language(), "en-GB")
    made = datetime.datetime.combine(day, datetime.time())
    properties = document.core_properties
    properties.title, properties.language = legal(title)[:255], tag
    properties.author = properties.last_modified_by = "Integrationsportalen"
    properties.comments = ""
    properties.created = properties.modified = made
    language = document.styles.element.find(f".//{qn('w:docDefaults')}//{qn('w:lang')}")
    language.set(qn("w:val"), tag)


def _as_file(document) -> bytes:
    """Return the document without the times at which its parts were put into it."""
    made, clean = BytesIO(), BytesIO()
    document.save(made)
    with ZipFile(made) as parts, ZipFile(clean, "w") as file:
        for name in parts.namelist():
            file.writestr(ZipInfo(name), parts.read(name), compress_type=ZIP_DEFLATED)
    return clean.getvalue()


class _Memo:
    """The parts of the memo, in their order."""

    def __init__(self, document, record, plan):
        self.document, self.record, self.plan = document, record, plan
        self.fill_in = _("[fill in]")
        self.matter_facts, self.money_facts = facts_of(record), money_of(record)

    # --- What it is written with

    def heading(self, text, level=1):
        self.document.add_heading(legal(text), level)

    def text(self, text, style=None):
        self.document.add_paragraph(legal(text), style)

    def table(self, widths, headings, rows):
        """A table whose first row is its heading, on each page; no row is parted between two pages."""
        table = self.document.add_table(rows=1, cols=len(headings), style="Table Grid")
        table.autofit = False
        for cell, heading in zip(table.rows[0].cells, headings, strict=True):
            cell.paragraphs[0].add_run(legal(heading)).bold = True
        for row in rows:
            for cell, text in zip(table.add_row().cells, row, strict=True):
                cell.text = legal(text)
        for row in table.rows:
            row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
            for cell, width in zip(row.cells, widths, strict=True):
                cell.width = Cm(width)
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Cm(width)
        table.rows[0]._tr.trPr.append(OxmlElement("w:tblHeader"))
        self.document.add_paragraph()

    def facts(self, facts):
        """A table of facts with who says them and the date they hold for."""
        rows = [(fact.label, fact.value or _("unknown"), *self._origin(fact)) for fact in facts]
        self.table(FACTS, [_("Fact"), _("Value"), _("Source"), _("Holds for")], rows)

    def _origin(self, fact):
        if not fact.value:
            return "–", "–"
        return "; ".join(_citations(fact.said_by)) or _("unknown"), fact.said_by.facts_as_of_text or _("unknown")

    # --- Its parts

    def opening(self, matter):
        decision = self.plan.decision
        self.heading(_("Decision memo, draft"), 0)
        rows = [
            (_("Date"), format_partial(self.plan.on)),
            (_("Registration number"), self.fill_in),
            (_("Written by"), self.fill_in),
            (_("To"), self.fill_in),
            (_("Meeting"), format_partial(decision.day) if decision.is_meeting else self.fill_in),
        ]
        for label, value in rows:
            paragraph = self.document.add_paragraph()
            paragraph.add_run(f"{label}: ").bold = True
            paragraph.add_run(value)
        self.heading(_("Matter"))
        self.text(matter)

    def proposal(self):
        deadline = {"title": called(self.record), "day": format_partial(self.plan.deadline.day)}
        self.heading(_("Proposed decision"))
        decisions = [
            _("The committee applies for funds from %(title)s. The last day to apply is %(day)s.") % deadline,
            _("The committee sets aside its own share of the cost, [amount and account], if it is granted the funds."),
            _("The committee appoints [function] to sign the application and the agreements that follow from it."),
        ]
        for decision in decisions:
            self.text(decision, "List Number")
        self.heading(_("Summary of the matter"))
        self.text(in_language(self.record, "summary")[0])
        self.text(_("What the municipality wants to do with the money: %(blank)s") % {"blank": self.fill_in})

    def background(self):
        self.heading(_("Background"))
        self.heading(_("The call and the programme"), 2)
        self.facts(self.matter_facts)
        if note := in_language(self.record, "editor_note")[0]:
            self.text(_("The portal’s note on these facts: %(note)s") % {"note": note})
        self.heading(_("The municipality’s need and idea"), 2)
        self.text(self.fill_in)

    def economy(self):
        self.heading(_("Economic consequences"))
        self.facts(self.money_facts)
        for line in (_("Total cost"), _("Grant applied for"), _("Own share, in money and in working time")):
            self.text(f"{line}: {self.fill_in}", "List Bullet")

    def timetable(self):
        self.heading(_("Timetable"))
        self.text(_("Worked out backwards from the last day to apply. The times between the steps are advice."))
        rows = []
        for planned in self.plan.steps:
            remark = " ".join(filter(None, [reason(planned, self.plan), trouble(planned, self.plan)]))
            rows.append((format_partial(planned.day), planned.step.name, remark))
        rows.append((format_partial(self.plan.deadline.day), _("Last day to apply"), self.hour()))
        self.table(TIMETABLE, [_("Done by"), _("Step"), _("Remark")], rows)

    def hour(self):
        if self.plan.deadline.is_typed:
            return _("The municipality’s own assumption, taken from no source. The hour is not known.")
        return hour(self.plan.deadline)

    def left_to_write(self):
        for heading in (_("Risks"), _("Consequences for children")):
            self.heading(heading)
            self.text(self.fill_in)

    def sources(self):
        self.heading(_("Documents that the decision builds on"))
        told_by = {fact.said_by: None for fact in [*self.matter_facts, *self.money_facts] if fact.value}
        for citation in dict.fromkeys(citation for record in told_by for citation in _citations(record)):
            self.text(citation, "List Bullet")
        self.text(_("The draft of the application and the budget: %(blank)s") % {"blank": self.fill_in}, "List Bullet")
        self.heading(_("The decision is sent to"))
        self.text(self.fill_in, "List Bullet")


def _citations(record) -> list[str]:
    """Return the documents that ``record`` cites, each with the place."""
    cited = []
    for citation in record.citations.all():
        document = in_language(citation.document, "title")[0]
        cited.append(f"{document}, {citation.place}" if citation.place else document)
    return cited
