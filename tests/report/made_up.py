"""An invented answer of the form of answers.json, for tests of what is made of it."""

from typing import Any

from twin.answers.levels import about_levels


def divided(**values: Any) -> dict[str, Any]:
    """Count people of one camera, hour, place or group."""
    usual = {
        "seen": 14211,
        "identify": 5002,
        "identify_with_face": 3002,
        "templated": 6000,
        "machine": 2301.4,
    }
    return {**usual, **values}


def hung(**values: Any) -> dict[str, Any]:
    """Say how a camera hangs."""
    usual = {
        "name": "A camera",
        "easting_m": 530166.5,
        "northing_m": 183206.2,
        "height_m": 3.5,
        "heading_deg": 2.0,
        "tilt_deg": -8.0,
        "width_px": 1920,
        "height_px": 1080,
        "hfov_deg": 35.0,
        "frame_rate_hz": 12.0,
        "shutter_s": 0.005,
        "invented": False,
        "reason": "",
        "purpose": "",
        "time_share": 1.0,
        "corridor": False,
        "dewarped_from_px": None,
        "masks": 0,
        "views": [],
    }
    return {**usual, **values}


def levels(share: float) -> dict[str, dict[str, int]]:
    """Count people at each level, fewer the more it asks for."""
    return {
        key: {
            name: int(share * 20000 / (1 + level["px_per_m"] / 60))
            for name, level in about["levels"].items()
        }
        for key, about in about_levels().items()
    }


def shares() -> dict[str, dict[str, float]]:
    """Cover less of the ground the more detail is asked for."""
    return {
        key: {name: 1 / (1 + level["px_per_m"]) for name, level in about["levels"].items()}
        for key, about in about_levels().items()
    }


def small_answers(**changes: Any) -> dict[str, Any]:
    """Build the answers; keyword arguments replace top-level keys."""
    spread = {"sd": 30.0, "low": 3040, "high": 3203}
    number = {
        "name": "correlation_s",
        "value": 1.0,
        "range": [0.3, 3.0],
        "source": "assumption",
        "assumption": True,
        "note": "looks closer than this count as one",
    }
    answers = {
        "version": 1,
        "first_line": "On Wednesday 14 June 2017, of 45,012 people, 2 cameras saw 18,211.",
        "scenario": "A small day",
        "site": "Small site",
        "layout": "Two cameras",
        "date": "2017-06-14",
        "footfall": 45000,
        "start_s": 18000,
        "end_s": 90000,
        "people": {
            "present": 45012,
            "seen": 18211,
            "templated": 9120,
            "outdoor_s": 5.2e7,
            "mean_outdoor_min": 19.3,
            "left": 45000,
            "inside": 9,
            "stuck": 3,
            "levels": levels(1.0),
            "levels_with_face": levels(0.6),
            "machine": {
                "gallery": 10000,
                "fpir": 1 / 6000,
                "profiles": {"optimistic": 5210.3, "central": 3121.8, "strict": 804.2},
                "about": {"optimistic": "clean", "central": "ordinary", "strict": "compressed"},
                "requirements": [
                    {
                        "key": "a",
                        "name": "32 px, 15 degrees",
                        "source": "axxonsoft_face",
                        "people": 77,
                    }
                ],
                "validity": "Measured in a laboratory only.",
            },
            "intervals": {
                "seen": {"sd": 100.0, "low": 18015, "high": 18407},
                "identify_with_face": {"sd": 47.0, "low": 2230, "high": 2414},
                "templated": {"sd": 80.0, "low": 8963, "high": 9277},
                "machine": {"optimistic": spread, "central": spread, "strict": spread},
                "cover": 0.95,
                "method": "Interval: 95 of 100 days like this one.",
            },
            "age_bands": [divided(age_band="child", present=4000)],
            "personas": [divided(persona="commuter", present=20000)],
        },
        "cameras": [
            divided(id="N1", **hung(name="North"), busiest_hour="08:00"),
            divided(
                id="S1",
                **hung(name="South", invented=True, reason="never published"),
                busiest_hour=None,
                seen=0,
            ),
        ],
        "hours": [
            divided(hour=f"{hour % 24:02}:00", present=900, seen=100 * hour)
            for hour in range(5, 25)
        ],
        "light": [divided(light="day"), divided(light="dark")],
        "dark": [["22:08", "01:00"]],
        "remarks": [],
        "places": [divided(id="place/square", name="Square"), divided(id="", name="elsewhere")],
        "ground": {
            "walkable_m2": 5000.0,
            "seen_m2": 900.0,
            "share_by_level": shares(),
            "by_kind": {"square": {"walkable_m2": 700.0, "share_by_level": shares()}},
            "seconds_of_view": {
                key: dict.fromkeys(levels, 12.0) for key, levels in shares().items()
            },
        },
        "stuck": 3,
        "seconds": {"people": 190.2, "sight": 31.2, "exposure": 8.1, "total": 231.0},
        "rows": {"people": 45012, "tracks": 208000000},
        "peak_memory_mb": 1403.2,
        "standards": about_levels(),
        "crowd": [
            {
                "name": "phone_share",
                "value": 0.086,
                "range": [0.086, 0.3],
                "source": "londonist2014",
                "assumption": False,
                "note": "",
            }
        ],
        "recognisers": [number],
    }
    return {**answers, **changes}


def own_trial(*names: str, **people: float) -> dict[str, Any]:
    """Build answers in which some profiles hold for their own trial, or name other numbers."""
    answers = small_answers()
    machine = answers["people"]["machine"]
    machine["own_trial"] = list(names)
    machine["profiles"] |= people
    return answers


def small_manifest() -> dict[str, Any]:
    """Build a manifest as a run writes it."""
    return {
        "twin": "0.1.0",
        "commit": "0123456789abcdef",
        "scenario": {"seed": 7, "replication": 1},
        "inputs": {"map": {"file": "small.geojson", "sha256": "ab" * 32}},
        "stages": {
            "people": {"key": "c" * 64},
            "sight": {"cameras": {"N1": {"key": "d" * 64}}},
        },
        "versions": {"python": "3.11.2", "numpy": "2.4.6"},
        "sources": ["osm", "tfl_counts"],
    }
