import json
import os
import base64
import hashlib
import hmac
import threading
import time

import pytest
import whisker as package
from conftest import png
from whisker import Whisker, errors, webhooks


def fill(folder, count):
    (folder / "é # deep").mkdir()
    for shade in range(count):
        place = folder / "é # deep" if shade % 2 else folder
        (place / f"{shade}.png").write_bytes(png(shade))


def test_an_upload_sends_each_picture_once(project, tmp_path):
    fill(tmp_path, 70)
    (tmp_path / ".hidden.png").write_bytes(png(200))
    (tmp_path / "notes.txt").write_text("no picture")
    first = project.upload(tmp_path)
    assert (first.created, first.already_there, first.failed) == (70, 0, [])
    again = project.upload(tmp_path)
    assert (again.created, again.already_there, again.failed) == (0, 70, [])
    tasks = list(project.tasks.iter(limit=30))
    assert len(tasks) == 70
    one = next(task for task in tasks if task.name == "é # deep/1.png")
    assert one.external_id == "sha256:" + hashlib.sha256(png(1)).hexdigest()


def test_a_bad_picture_takes_no_other_with_it(project, tmp_path):
    fill(tmp_path, 3)
    (tmp_path / "broken.png").write_bytes(png(9)[:60])
    (tmp_path / "phone.heic").write_bytes(b"x")
    summary = project.upload(tmp_path)
    assert summary.created == 3
    assert {failure.name: failure.code for failure in summary.failed} == {"broken.png": "corrupt_image", "phone.heic": "unsupported_image"}


def test_a_copy_gives_its_task_another_name(project, tmp_path):
    (tmp_path / "a.png").write_bytes(png(1))
    (tmp_path / "b.png").write_bytes(png(1))
    project.upload(tmp_path)
    [task] = project.tasks.iter()
    assert sorted(task.names) == ["a.png", "b.png"]


def test_a_large_picture_goes_alone(project, tmp_path):
    large = tmp_path / "large.png"
    large.write_bytes(png(3)[:-12] + (len(b"x" * 1_200_000)).to_bytes(4, "big") + b"teXt" + b"x" * 1_200_000 + _crc(b"teXt" + b"x" * 1_200_000) + png(3)[-12:])
    assert project.upload(large).created == 1


def _crc(data):
    import zlib

    return zlib.crc32(data).to_bytes(4, "big")


def test_a_model_works_and_its_results_are_read(project, tmp_path):
    fill(tmp_path, 4)
    project.upload(tmp_path)
    tokens = []

    def answer(assignment, load_picture):
        assert load_picture(0, "picture")[:2] == b"\xff\xd8"
        return {"animal": "cat"}

    assert project.work(answer, on_join=tokens.append) == 4
    assert project.work(answer, token=tokens[0]) == 0
    assert project.wait(timeout=10).tasks.completed == 4
    results = project.results()
    assert [row.result[0]["animal"].value for row in results] == ["cat"] * 4
    assert results.cursor and list(project.results(after=results.cursor)) == []
    flat = list(project.results().rows())
    assert flat[0]["animal"] == "cat" and 0 < flat[0]["animal_confidence"] < 1


def test_a_text_with_other_ends_of_lines_is_one_row(whisker):
    project = whisker.projects.create("Notes", input_spec=[{"name": "text", "type": "text"}], output_spec=[{"name": "note", "type": "input"}])
    assert list(project.results()) == [] and list(project.results().rows()) == []
    said = "one\u2028two\u2029three\x85four"
    project.tasks.create({"text": said}, gold=[{"note": "x"}])
    assert [row.task_spec[0]["text"] for row in project.results()] == [said]
    project.releases.create("First")
    project.tasks.create({"text": said + "!"}, gold=[{"note": "x"}])
    project.releases.create("Second")
    assert [change.after.task_spec[0]["text"] for change in project.releases.changes(2)] == [said + "!"]


def test_a_model_skips_and_gives_back(project, tmp_path):
    (tmp_path / "a.png").write_bytes(png(1))
    project.upload(tmp_path)

    def fails(*_):
        raise RuntimeError("no memory")

    tokens = []
    with pytest.raises(RuntimeError):
        project.work(fails, on_join=tokens.append)
    assert project.progress().held == 0
    assert project.work(lambda *_: None, token=tokens[0]) == 0
    assert project.progress().tasks.open == 1
    with pytest.raises(TimeoutError):
        project.wait(timeout=0.1, every=0.1)


def test_a_model_waits_for_what_another_holds(project, tmp_path):
    (tmp_path / "a.png").write_bytes(png(1))
    project.upload(tmp_path)
    answered = []
    joined = threading.Event()

    def second():
        answered.append(project.work(lambda *_: {"animal": "dog"}, worker="second", on_join=lambda _: joined.set()))

    patient = threading.Thread(target=second)

    def gives_back(*_):
        patient.start()
        assert joined.wait(30)
        time.sleep(1)  # The other one asks now, and is told that all is held.
        raise RuntimeError("no memory")

    with pytest.raises(RuntimeError, match="no memory"):
        project.work(gives_back, worker="first")
    patient.join(30)
    assert answered == [1]


def test_releases_stay_and_exports_are_saved(project, tmp_path):
    fill(tmp_path, 3)
    project.upload(tmp_path)
    project.work(lambda *_: {"animal": "cat"})
    first = project.releases.create("First", notes="before")
    [task, *_] = project.tasks.iter()
    saved = project.export(tmp_path / "set.zip", "imagefolder", release=first.number, with_pictures=False)
    again = project.export(tmp_path / "again.zip", "imagefolder", release=first.number, with_pictures=False)
    assert saved.read_bytes()[:2] == b"PK" and saved.read_bytes() == again.read_bytes()
    assert [answer.values[0]["animal"] for answer in project.answers()] == ["cat"] * 3
    kept = [row.model_dump() for row in project.results(release=1)]
    second = project.releases.create("Second")
    assert (second.since_previous.added, list(project.releases.changes(2))) == (0, [])
    assert [row.model_dump() for row in project.results(release=1)] == kept
    assert [one.number for one in project.releases.list()] == [2, 1]
    assert project.releases.croissant(1)["version"] == "1.0.0"
    project.releases.delete(1)
    with pytest.raises(errors.NotFound):
        project.releases.get(1)
    with pytest.raises(errors.Invalid):
        project.export(tmp_path / "never.zip", "coco")
    assert not list(tmp_path.glob("never.zip*"))


def test_errors_are_classes_with_the_code(whisker, project):
    with pytest.raises(errors.NotFound) as missing:
        whisker.projects.get(2_000_000_000)
    assert (missing.value.code, missing.value.status) == ("not_found", 404)
    with pytest.raises(errors.Invalid) as invalid:
        project.tasks.create({"picture": "asset:nothing"})
    assert invalid.value.errors[0]["pointer"] == "/task_spec/0/picture"
    with pytest.raises(errors.Unauthenticated):
        Whisker(os.environ["WHISKER_URL"], "whk_wrong").projects.get(project.id)
    with pytest.raises(errors.ConnectionFailed):
        Whisker("http://127.0.0.1:9", "k", max_wait=0.2).projects.get(1)


def test_projects_are_listed_and_tasks_read(whisker, project):
    assert project.id in [one.id for one in whisker.projects.list(limit=2)]
    data = "data:image/png;base64," + base64.b64encode(png(5)).decode()
    made = project.tasks.create({"picture": data}, external_id="five", metadata={"place": "Rīga"})
    assert project.tasks.get(made.id).metadata == {"place": "Rīga"}


def test_a_delivery_is_believed_by_its_signature():
    body = json.dumps({"id": "e", "type": "task.completed", "timestamp": "2026-11-30T00:00:00Z", "data": {"a": "é"}}).encode()
    secret = "whsec_" + base64.b64encode(b"k" * 32).decode()

    def signed(stamp):
        mac = hmac.new(b"k" * 32, f"e.{stamp}.".encode() + body, hashlib.sha256).digest()
        return {"Webhook-Id": "e", "Webhook-Timestamp": str(stamp), "Webhook-Signature": "v1,AAAA v1," + base64.b64encode(mac).decode()}

    now = int(time.time())
    assert webhooks.verify(body, signed(now), secret).data == {"a": "é"}
    for headers, text in ((signed(now), body + b" "), (signed(now - 400), body), ({}, body)):
        with pytest.raises(errors.WebhookInvalid):
            webhooks.verify(text, headers, secret)


def test_the_package_is_typed():
    assert os.path.exists(os.path.join(os.path.dirname(package.__file__), "py.typed"))
