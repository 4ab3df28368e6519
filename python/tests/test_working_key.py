import os

import pytest
from conftest import png
from whisker import Whisker, errors


@pytest.fixture
def working():
    key = os.environ.get("WHISKER_WORKING_KEY")
    if not key:
        pytest.skip("Only members make keys: run `npm test -- e2e/python`.")
    with Whisker(os.environ["WHISKER_URL"], key) as client:
        yield client


def test_a_key_that_works_is_the_same_worker_each_time(whisker, working, tmp_path):
    project = working.projects.get(int(os.environ["WHISKER_WORKING_PROJECT"]))
    for shade in range(2):
        (tmp_path / f"{shade}.png").write_bytes(png(shade))
        whisker.projects.get(project.id).upload(tmp_path)
        assert project.work(lambda *_: {"animal": "cat"}) == 1
    assert len({answer.worker_id for answer in project.answers()}) == 1
    with pytest.raises(errors.InsufficientScope, match="write"):
        project.tasks.create({"picture": "asset:" + "0" * 64})
    with pytest.raises(errors.NotFound):
        working.projects.get(2_000_000_000)
