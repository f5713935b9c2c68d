"""A document for a regulator: every answer of a run, with what it rests on."""

from twin.report.document.answered import Answered
from twin.report.document.contents import document
from twin.report.document.html import html
from twin.report.document.pdf import pdf
from twin.report.document.write import write_document

__all__ = ["Answered", "document", "html", "pdf", "write_document"]
