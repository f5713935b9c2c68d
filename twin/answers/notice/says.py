"""What is told of notice, in sentences."""

from collections.abc import Iterator, Mapping
from typing import Any

from twin.answers.machine import if_enrolled
from twin.wording import compass, few_digits, number, part_of

__all__ = ["about_next", "sentences"]


def sentences(found: Mapping[str, Any]) -> Iterator[str]:
    """Say the answer, the most important first.

    Parameters
    ----------
    found : mapping
        The figures of the answer.
    """
    captured, before = found["captured"], found["before_notice"]
    if not captured:
        yield "No face was captured well enough to be searched, so nobody was before notice."
        yield from _about_signs(found)
        return
    yield (
        f"The faces of {number(captured)} people were captured well enough to be searched: "
        f"{part_of(before, captured)} of them before they could have read a sign, "
        f"{part_of(found['after_notice'], captured)} after."
    )
    if before:
        yield (
            f"Of those captured before notice, {number(found['notice_never'])} never passed a sign "
            f"they could read, and {number(found['notice_later'])} passed one later."
        )
        seconds, metres = found["seconds"], found["metres"]
        yield (
            f"Before any notice, half of these were captured for {few_digits(seconds['median'])} s "
            f"or longer, and one in ten for {few_digits(seconds['p90'])} s or longer; half over "
            f"{few_digits(metres['median'])} m of their way or more, and one in ten over "
            f"{few_digits(metres['p90'])} m or more."
        )
    if found["lead_s"]:
        yield (
            f"Of those captured after notice, half could have read a sign "
            f"{few_digits(found['lead_s']['median'])} s or longer before, and one in ten only "
            f"{few_digits(found['lead_s']['p10'])} s before or less."
        )
    yield _by_machine(found["machine"])
    yield from _about_signs(found)
    yield from about_next(found)


def _by_machine(machine: Mapping[str, Any]) -> str:
    """Say how many a machine would recognise, in all and before notice."""
    profiles = machine["profiles"]
    early = [profile["before_notice"] for profile in profiles.values()]
    central = profiles["central"]
    return (
        f"A face recogniser would identify about {number(central['before_notice'])} people "
        f"({number(min(early))} to {number(max(early))} by profile) before they could have read a "
        f"sign, of {number(central['recognised'])} in all, {if_enrolled(machine)}."
    )


def _about_signs(found: Mapping[str, Any]) -> Iterator[str]:
    """Say how many signs there are and whose invention; how far faces turn."""
    signs, invented = found["signs"], found["signs_invented"]
    if not signs:
        yield "The map has no sign, so whoever is captured is captured before notice."
        return
    if invented:
        which = (
            "The signs of this map are all invented"
            if invented == signs
            else f"{number(invented)} of the {number(signs)} signs of this map are invented"
        )
        yield (
            f"{which}: where real ones stood is not known to us, so the figures say what such "
            "signs would do, not what was done."
        )
    counts = [row["before_notice"] for row in found["by_head_turn"]]
    if len(set(counts)) > 1:
        first, last = found["by_head_turn"][0], found["by_head_turn"][-1]
        yield (
            "How far from where the face points a sign is still read is an assumption: at "
            f"{first['head_turn_deg']:.0f} degrees {number(counts[0])} people would be captured "
            f"before notice, at {last['head_turn_deg']:.0f} degrees {number(counts[-1])}."
        )


def about_next(found: Mapping[str, Any]) -> Iterator[str]:
    """Say where the next sign helps most."""
    if not found["before_notice"]:
        return
    if not found["next_signs"]:
        yield "No sign on a wall or pole near the cameras would let anybody know before capture."
        return
    first, last = found["next_signs"][0], found["next_signs"][-1]
    where = f" at {first['place']}" if first["place"] else ""
    yield (
        f"One more sign would help most on a {first['on']}{where} ({first['mount']}), facing "
        f"{compass(first['heading_deg'])}: {number(first['gain'])} people fewer would be captured "
        f"before notice, and {number(first['left'])} still would."
    )
    if len(found["next_signs"]) > 1:
        yield (
            f"{len(found['next_signs'])} more signs, each where it helps most, would leave "
            f"{number(last['left'])}; signs in "
            f"all {number(found['next_spots'])} places and directions tried would leave "
            f"{number(found['next_none'])}."
        )
