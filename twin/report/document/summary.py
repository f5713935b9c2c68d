"""Summary: the whole answer in plain words, for whoever reads nothing else."""

from collections.abc import Sequence

from twin.report import sentences
from twin.report.digest import Digest
from twin.report.document.answered import Answered
from twin.report.document.blocks import Block, Grid, Section, Text
from twin.wording import number

__all__ = ["summary"]


def summary(told: Digest, answers: Sequence[Answered]) -> Section:
    """Write what was asked and found, one line each, and what to bear in mind."""
    present, machine = number(told.present), told.machine
    cameras = sentences.cameras(told)
    blocks: list[Block] = [
        Text(
            f"This report is about {cameras[:1].lower()}{cameras[1:]} at {told.site}, and about "
            f"the {present} people who were there on {sentences.when(told)}. {_made(told)}"
        ),
        Text(
            f"{number(told.seen)} of these {present} people "
            f"({sentences.share(told.seen, told.present)}) came into view of a camera. "
            f"{number(told.templated)} of them showed their face so well that a recogniser would "
            "have measured it and looked it up, whether or not they were on any list. If all of "
            f"them had been on its list, it would have named {number(machine.people)} correctly "
            f"({sentences.conditions(told)}). Somebody watching the pictures could have identified "
            f"{number(told.human.with_face)} of them."
        ),
    ]
    if machine.range is not None:
        blocks.append(
            Text(
                "On 95 of 100 days like this one a machine would name "
                f"{sentences.ends(machine.range)} of the people there; what is not known of "
                "recognisers and of the crowd moves that further, as the answer about how sure "
                "the figures are tells."
            )
        )
    if not told.whole_day:
        blocks.append(
            Text(
                f"Only who came from {told.clock} is simulated, to an empty site: these are not "
                "the figures of a whole day.",
                "caveat",
            )
        )
    if sentences.caveat(told):
        blocks.append(Text(sentences.caveat(told), "caveat"))
    if answers:
        blocks.append(
            Grid(
                "The questions, and each answer in short",
                ["in short"],
                [[one.told.sentences[0]] for one in answers],
                [False],
                links=[[one.name] for one in answers],
                links_head="question",
                links_first=True,
            )
        )
    return Section("summary", "Summary", blocks)


def _made(told: Digest) -> str:
    if told.recorded:
        return "They were recorded; what cameras would have seen of them was worked out."
    return (
        "They were simulated, after published counts: nobody of them is real, and no camera was "
        "switched on."
    )
