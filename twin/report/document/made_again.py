"""Made again: what somebody needs to get the same figures, byte by byte."""

from collections.abc import Mapping
from typing import Any

from twin.report.digest import Digest
from twin.report.document.assessment import GUIDANCE
from twin.report.document.blocks import Grid, Items, Section, Text
from twin.report.made import made
from twin.sources import bibliography

__all__ = ["made_again"]


def made_again(told: Digest, answers: Mapping[str, Any], manifest: Mapping[str, Any]) -> Section:
    """List versions, seed, hashes and sources of a run."""
    sources = bibliography({*manifest.get("sources", []), *GUIDANCE})
    return Section(
        "reproducibility",
        "Reproducibility",
        [
            Text(
                "The same program, scenario, map, layout and seed give the same tables, byte by "
                "byte on the same kind of processor. Each hash is that of a file the run read."
            ),
            Grid(
                "How the run was made", ["what", "value"],
                [list(pair) for pair in made(told, answers, manifest)], [False, False],
            ),
        ],
        [Section("sources", "Sources", [Items([f"{key}: {text}" for key, text in sources])])]
        if sources
        else (),
    )  # fmt: skip
