"""Let JuPedSim walk what ``twin.people.walk`` walks, in whichever interpreter has it.

That is the one named by ``JUPEDSIM_PYTHON``, since its packages need not be this project's; else
this one.
"""

import importlib.util
import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

__all__ = ["JUPEDSIM", "jupedsim_places", "with_jupedsim"]

JUPEDSIM = os.environ.get("JUPEDSIM_PYTHON") or (
    sys.executable if importlib.util.find_spec("jupedsim") else None
)

with_jupedsim = pytest.mark.skipif(
    JUPEDSIM is None,
    reason="JuPedSim is not installed here, and JUPEDSIM_PYTHON names no interpreter that has it",
)


def jupedsim_places(model, ground, start, exits, exit_of, speed, *, seconds, dt=0.01):
    """Walk a scene with JuPedSim; where everybody is in the end, NaN for who has left. [m]"""
    scene = {
        "model": model,
        "ground": ground.wkt,
        "start": np.asarray(start, dtype=float).tolist(),
        "exits": [e.wkt for e in exits],
        "exit_of": np.asarray(exit_of).tolist(),
        "speed": np.asarray(speed, dtype=float).tolist(),
        "seconds": seconds,
        "dt": dt,
    }
    out = subprocess.run(
        [JUPEDSIM, str(Path(__file__).with_name("jupedsim_places.py"))],
        input=json.dumps(scene), stdout=subprocess.PIPE, text=True, check=True,
    )  # fmt: skip
    return np.array([place or (np.nan, np.nan) for place in json.loads(out.stdout)])
