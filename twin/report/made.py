"""Made: what of a run's manifest somebody needs who wants to make it again."""

from collections.abc import Iterator, Mapping
from typing import Any

from twin.report import sentences
from twin.report.digest import Digest

__all__ = ["made"]


def made(
    told: Digest, answers: Mapping[str, Any], manifest: Mapping[str, Any]
) -> Iterator[tuple[str, str]]:
    """Say how a run was made, what and its value; what a manifest does not hold is left out."""
    scenario = manifest.get("scenario", {})
    yield (
        "program",
        f"twin {manifest.get('twin', '')}, commit {manifest.get('commit') or 'unknown'}",
    )
    if "seed" in scenario:
        yield (
            "seed, replication",
            f"{scenario['seed']}, {scenario.get('replication', 0)}",
        )
    yield (
        "libraries",
        ", ".join(f"{k} {v}" for k, v in manifest.get("versions", {}).items()),
    )
    yield "recorded" if told.recorded else "simulated", sentences.simulated(told)
    yield "seconds", sentences.seconds(answers)
    yield (
        "rows",
        ", ".join(f"{name} {value:,}" for name, value in answers.get("rows", {}).items()),
    )
    if "peak_memory_mb" in answers:
        yield "peak memory", f"{answers['peak_memory_mb']:,.0f} MB"
    for name, entry in manifest.get("inputs", {}).items():
        if isinstance(entry, Mapping) and "sha256" in entry:
            yield f"{name}, SHA-256", str(entry["sha256"])
    for name, entry in manifest.get("stages", {}).items():
        if "key" in entry:
            yield f"{name} stage, key", str(entry["key"])
        for camera, one in entry.get("cameras", {}).items():
            yield f"{name} stage, key, {camera}", str(one["key"])
