"""Assessment: where to find what a data-protection impact assessment asks for.

The headings are put in our own words after the guidance of the Information Commissioner's Office
[ico_video]_, its joint template with the Surveillance Camera Commissioner [dpia_surveillance]_,
the Surveillance Camera Code [scc_code]_ and the European board's guidelines [edpb_video]_.
"""

from collections.abc import Collection

from twin.report.document.blocks import Grid, Section, Text

__all__ = ["GUIDANCE", "assessment"]

GUIDANCE = ("ico_video", "dpia_surveillance", "scc_code", "edpb_video")
"""Whose headings these are: keys of sources.bib."""

_ASKED: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("Why an assessment is needed: public place, biometrics, large scale, children",
     "people counted once, by age; who is searched", ("people",)),
    ("What is deployed: every camera, where it is, why there, what for",
     "inventory with purpose, plan", ("deployment", "plan")),
    ("New, or a change of what was assessed before: cameras added, removed, moved, turned",
     "changes against the last approved layout", ("changes",)),
    ("Scope: ground watched, private homes in view", "square metres and windows",
     ("deployment", "overlooked")),
    ("How many people, how often, over what time", "a day; months and years",
     ("people", "cameras_each", "months")),
    ("Whose biometric data is processed, on a list or not", "people searched",
     ("people", "watch_list")),
    ("Following people from camera to camera", "time and way that can be joined", ("tracking",)),
    ("Special categories: what a place tells about those who go there", "sensitive places",
     ("sensitive",)),
    ("Transparency: signs before people are in view", "capture before notice", ("notice",)),
    ("Choice: whether people can avoid it", "ways round", ("avoidable",)),
    ("Accuracy and bias: false alerts, who is wrongly stopped, groups told apart worse",
     "false alerts and their range", ("watch_list",)),
    ("Necessity and less intrusive means: what each camera adds, what a gentler one would do",
     "worth of each camera; protections; alternatives",
     ("worth", "protection", "alternatives")),
    ("Safeguards, and what they do", "with and without each", ("protection",)),
    ("Retention: what is held at any time", "records held", ("records",)),
    ("What is not known of the deployment", "any number of cameras, anywhere",
     ("unknown", "elsewhere")),
    ("How sure the figures are", "intervals, what drives them", ("how_sure", "assumptions")),
    ("Evidence that can be checked", "methods, limits, hashes, sources",
     ("methods", "limits", "reproducibility", "sources")),
)  # fmt: skip


def assessment(there: Collection[str]) -> Section:
    """Say which section holds what an assessment asks for, of those that are there.

    Legal grounds, aims, consultation and oversight are the operator's to state.
    """
    rows, links = [], []
    for asked, found, sections in _ASKED:
        in_report = [one for one in sections if one in there]
        rows.append([asked, found if in_report else "not in this report"])
        links.append(in_report)
    return Section(
        "assessment",
        "Where an impact assessment finds its figures",
        [
            Text(
                "What guidance of the Information Commissioner's Office, the Biometrics and "
                "Surveillance Camera Commissioner and the European Data Protection Board asks for, "
                "in our own words. Legal grounds, aims, consultation and who may look at pictures "
                "are the operator's to state: no simulation knows them."
            ),
            Grid(
                "What is asked, and where it is", ["asked for", "this report has"],
                rows, [False, False], links=links,
            ),
        ],
    )  # fmt: skip
