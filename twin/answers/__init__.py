"""Answers: one file for each question, and all of them together as ``answers.json``."""

from twin.answers.assemble import Facts, assemble
from twin.answers.of_excerpt import headline
from twin.answers.of_run import answer

__all__ = ["Facts", "answer", "assemble", "headline"]
