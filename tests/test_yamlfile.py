"""YAML that people write: one sentence for each problem, with file and line."""

import pytest
from pydantic import BaseModel, ConfigDict, Field, model_validator

from twin.errors import ScenarioError
from twin.yamlfile import LARGEST, read_model


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Camera(Strict):
    id: str
    tilt_deg: float = Field(ge=-90, le=90, allow_inf_nan=False)


class Layout(Strict):
    name: str
    cameras: tuple[Camera, ...] = ()
    seed: int = 0
    hung: bool = True
    sizes: dict[str, float] = {}


def problems(tmp_path, text, **options):
    path = tmp_path / "layout.yaml"
    path.write_text(text)
    with pytest.raises(ScenarioError) as caught:
        read_model(path, Layout, **options)
    return [p.replace(str(tmp_path) + "/", "") for p in caught.value.problems]


def test_a_clock_time_is_text(tmp_path):
    path = tmp_path / "layout.yaml"
    for text in ("10:00", "23:59:59", "1:30.5"):
        path.write_text(f"name: {text}\n")
        assert read_model(path, Layout).name == text


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            "name: a\ncameras:\n  - id: N4\n    tilt_deg: 95\n",
            'layout.yaml:4: cameras."N4".tilt_deg is 95, but must be less than or equal to 90.',
        ),
        (
            "name: a\ncameras:\n  - id: N4\n    tilt_dg: 5\n    tilt_deg: 1\n",
            "layout.yaml:4: unknown key 'cameras.\"N4\".tilt_dg'; did you mean 'tilt_deg'?",
        ),
        ("cameras: []\n", "layout.yaml:1: name is missing, but must be given."),
        (
            "name: a\ncameras:\n  - {id: b, tilt_deg: .nan}\n",
            'layout.yaml:3: cameras."b".tilt_deg is nan, but must be a finite number.',
        ),
        ("name: a\nname: b\n", "layout.yaml:2: key 'name' stands twice, but may stand once."),
        (
            "name: a\nbogus: 1\n",
            "layout.yaml:2: unknown key 'bogus'; allowed are name, cameras, seed, hung, sizes.",
        ),
        (
            "- a\n",
            "layout.yaml:1: the file holds no keys, but must be a mapping such as 'name: ...'.",
        ),
        ("", "layout.yaml:1: the file holds no keys, but must be a mapping such as 'name: ...'."),
        (
            'name: a\nabout: "b\\0c"\n',
            "layout.yaml:2: 'b\\x00c' is not a plain value: it holds a character that no text can hold.",
        ),
        (
            'name: "\\ud800"\n',
            "layout.yaml:1: '\\ud800' is not a plain value: it holds a character that no text can hold.",
        ),
        (
            "name: &x a\nabout: *x\n",
            "layout.yaml:2: an alias (*x) was found, but only plain values are allowed.",
        ),
    ],
)
def test_one_sentence_each(tmp_path, text, sentence):
    assert problems(tmp_path, text) == [sentence]


def test_true_and_false_are_no_numbers(tmp_path):
    text = "name: a\nseed: true\nhung: false\nsizes:\n  b: 1\n  c: no\ncameras:\n  - {id: N4, tilt_deg: yes}\n"
    assert problems(tmp_path, text) == [
        'layout.yaml:8: cameras."N4".tilt_deg is true, but must be a number.',
        "layout.yaml:2: seed is true, but must be a whole number.",
        "layout.yaml:6: sizes.c is false, but must be a number.",
    ]
    assert problems(tmp_path, "name: a\n", changes={"seed": "true"}) == [
        "changes: seed is true, but must be a whole number."
    ]


def test_all_problems_at_once(tmp_path):
    text = "name: 3\ncameras:\n  - {id: a, tilt_deg: -91}\n  - {id: b, tilt_deg: x}\nmore: 1\n"
    assert [p.split(":")[1] for p in problems(tmp_path, text)] == ["1", "3", "4", "5"]


class Paired(Strict):
    """Two numbers that are checked together."""

    low: float
    high: float = 9

    @model_validator(mode="after")
    def _rises(self):
        if self.low > self.high:
            message = "low is above high\nboth are odd"
            raise ValueError(message)
        return self


def test_what_a_misspelt_key_hides_is_told_too(tmp_path):
    path = tmp_path / "pair.yaml"
    path.write_text("low: 5\nhihg: 3\nmore: 1\n")
    with pytest.raises(ScenarioError) as caught:
        read_model(path, Paired)
    told = [problem.partition(": ")[2] for problem in caught.value.problems]
    assert told == [
        "unknown key 'hihg'; did you mean 'high'?",
        "unknown key 'more'; allowed are low, high.",
        "low is above high.",
        "both are odd.",
    ]


def test_what_a_misspelt_key_holds_is_not_judged_as_if_it_were_the_key_that_is_guessed(tmp_path):
    path = tmp_path / "pair.yaml"
    path.write_text("low: 5\nhihg: red\n")
    with pytest.raises(ScenarioError) as caught:
        read_model(path, Paired)
    assert caught.value.problems == (f"{path}:2: unknown key 'hihg'; did you mean 'high'?",)


def test_nothing_is_judged_by_a_guess_between_keys_that_are_alike(tmp_path):
    """Whether ``hfov`` or ``vfov`` was meant by ``fov`` is not known, so neither is checked."""
    path = tmp_path / "view.yaml"
    path.write_text("hfov: 3\nfov: -1\n")

    class View(Strict):
        hfov: float
        vfov: float = Field(default=1, ge=0)

    with pytest.raises(ScenarioError) as caught:
        read_model(path, View)
    assert [problem.partition(": ")[2] for problem in caught.value.problems] == [
        "unknown key 'fov'; did you mean 'vfov' or 'hfov'?"
    ]


def test_not_yaml_names_the_line(tmp_path):
    (sentence,) = problems(tmp_path, "name: a\ncameras: [\n")
    assert sentence.startswith("layout.yaml:3: not YAML")


def test_a_python_object_is_not_made(tmp_path):
    (sentence,) = problems(tmp_path, "name: !!python/object/apply:os.getcwd []\n")
    assert sentence.startswith("layout.yaml:1: ")


def test_a_huge_file_is_refused_before_it_is_read(tmp_path):
    (sentence,) = problems(tmp_path, "#" * (LARGEST + 1))
    assert "at most 1,000,000 are allowed" in sentence


def test_a_missing_file_suggests_its_neighbour(tmp_path):
    (tmp_path / "layout.yaml").write_text("name: a\n")
    with pytest.raises(ScenarioError, match=r"no such file; did you mean .*layout\.yaml"):
        read_model(tmp_path / "layuot.yaml", Layout)


def test_changes_are_checked_like_the_file(tmp_path):
    path = tmp_path / "layout.yaml"
    path.write_text("name: a\ncameras:\n  - {id: b, tilt_deg: 0}\n")
    assert read_model(path, Layout, changes={"name": "other"}).name == "other"
    assert read_model(path, Layout, changes={"cameras.0.tilt_deg": "-9"}).cameras[0].tilt_deg == -9
    with pytest.raises(ScenarioError, match="changes: unknown key 'nam'; did you mean 'name'"):
        read_model(path, Layout, changes={"nam": "x"})
    with pytest.raises(ScenarioError, match="changes name.x"):
        read_model(path, Layout, changes={"name.x": "1"})
    # what stood below in the file is gone, and so are its lines
    with pytest.raises(ScenarioError, match=r'changes: cameras."c".tilt_deg is 95'):
        read_model(path, Layout, changes={"cameras": "[{id: c, tilt_deg: 95}]"})
