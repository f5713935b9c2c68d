"""Suites of checks: small scenes whose outcome is known, walked by the model that days use.

The scenes stand in ``scenarios/checks/<suite>/``; ``run_suite`` walks them and measures what each
says must come of it.
"""

from twin.suites.suite import NARROW, Verdict, run_suite, suites

__all__ = ["NARROW", "Verdict", "run_suite", "suites"]
