"""Answers: one file for each question, and all of them together as ``answers.json``."""

from twin.answers.assemble import Facts, assemble
from twin.answers.of_excerpt import headline
from twin.answers.of_run import answer
from twin.answers.question import Question
from twin.answers.questions import QUESTIONS, ask
from twin.told import Told

__all__ = ["QUESTIONS", "Facts", "Question", "Told", "answer", "ask", "assemble", "headline"]
