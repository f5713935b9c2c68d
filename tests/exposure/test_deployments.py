"""Published deployments: against the ratios the sources print."""

from twin.exposure import deployments
from twin.sources import keys


def test_the_ratios_are_those_that_were_published():
    london, oxford_circus, wrexham = deployments()
    assert round(london.faces_per_alert) == 1515
    assert round(london.faces_per_false_alert) == 314_744
    assert round(oxford_circus.faces_per_alert) == 1102
    assert oxford_circus.gallery == 9756
    assert (oxford_circus.faces_per_false_alert, wrexham.gallery) == (None, None)


def test_every_deployment_has_a_source():
    assert {one.source for one in deployments()} <= keys()
