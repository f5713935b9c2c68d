"""Credits: the lines the licences of our data ask for, on whatever leaves the program."""

from collections.abc import Mapping
from typing import Any, Final

from twin.errors import RunError

#: The map is drawn from OpenStreetMap, the arrivals from counts of Transport for London:
#: no run is without either, so these lines stand even when a manifest names no sources.
ALWAYS: Final = (
    "© OpenStreetMap contributors, ODbL 1.0",
    "Powered by TfL Open Data",
    (
        "Contains OS data © Crown copyright and database rights 2016 and "
        "Geomni UK Map data © and database rights [2019]"
    ),
)

#: Key of `twin/sources.bib` under which a map or the code names the counts of the railway.
ORR_KEY: Final = "orr_usage"

ORR: Final = (
    "Contains Office of Rail and Road data, licensed under the Open Government Licence v3.0"
)


def credits(manifest: Mapping[str, Any]) -> list[str]:  # noqa: A001  its public name
    """List the credit lines that must stand on everything made from one run.

    Parameters
    ----------
    manifest : mapping
        The run's manifest; `manifest["sources"]` lists the keys of `twin/sources.bib` the run
        relied on. A manifest without `sources` gets the lines every run needs.

    Returns
    -------
    list of str
        One credit per line, without line breaks.

    Raises
    ------
    RunError
        If `sources` is something other than a list of keys.

    References
    ----------
    OpenStreetMap: Open Database Licence 1.0, section 4.3. TfL: Transport Data Service terms,
    "Information attribution". ORR: Open Government Licence v3.0.

    Examples
    --------
    >>> credits({"sources": []})[0]
    '© OpenStreetMap contributors, ODbL 1.0'
    >>> "Open Government Licence" in " ".join(credits({"sources": ["orr_usage"]}))
    True
    """
    sources = manifest.get("sources", [])
    if not isinstance(sources, (list, tuple)) or any(not isinstance(key, str) for key in sources):
        message = f"manifest: sources is {sources!r}, but must be a list of keys of sources.bib."
        raise RunError(message)
    lines = list(ALWAYS)
    if ORR_KEY in sources:
        lines.append(ORR)
    return lines
