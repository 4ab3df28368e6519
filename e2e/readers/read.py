"""Reads a data set of each format with the programs that people train with, and prints what they saw as JSON."""

import json
import os
import sys

folder = sys.argv[1]
at = lambda *parts: os.path.join(folder, *parts)
seen = {}

import numpy
from PIL import Image
from pycocotools.coco import COCO

coco = COCO(at("coco", "annotations.json"))
images = coco.loadImgs(coco.getImgIds())


def colour(image, x, y, width, height):
    pixels = numpy.asarray(image.convert("RGB"))
    inner = pixels[int(y + height / 4) : int(y + height * 3 / 4), int(x + width / 4) : int(x + width * 3 / 4)]
    return [int(value) for value in inner.reshape(-1, 3).mean(axis=0)]


marks = {}
for image in images:
    with Image.open(at("coco", "images", image["file_name"])) as picture:
        assert picture.size == (image["width"], image["height"]), image["file_name"]
        found = coco.loadAnns(coco.getAnnIds(imgIds=image["id"]))
        marks[image["source_name"] + " " + image["sha256"][:8]] = [colour(picture, *one["bbox"]) for one in found]
        for one in found:
            assert coco.annToMask(one).sum() == one["area"]
seen["coco"] = {
    "images": len(images),
    "categories": [one["name"] for one in coco.loadCats(coco.getCatIds())],
    "colours": marks,
}

import supervision

sets = {
    "coco": supervision.DetectionDataset.from_coco(at("coco", "images"), at("coco", "annotations.json")),
    "yolo": supervision.DetectionDataset.from_yolo(at("yolo", "images"), at("yolo", "labels"), at("yolo", "data.yaml")),
    "voc": supervision.DetectionDataset.from_pascal_voc(at("voc", "JPEGImages"), at("voc", "Annotations")),
}
seen["supervision"] = {
    name: {
        "images": len(one),
        "classes": sorted(one.classes),
        "boxes": sum(len(found) for _, _, found in one),
        "blanks": sum(len(found) == 0 for _, _, found in one),
    }
    for name, one in sets.items()
}

from lxml import etree

seen["voc"] = [
    etree.parse(at("voc", "Annotations", name)).findtext("object/name")
    for name in sorted(os.listdir(at("voc", "Annotations")))
]

import datasets

rows = datasets.load_dataset("imagefolder", data_dir=at("imagefolder"), split="train", cache_dir=at("cache"))
seen["datasets"] = {
    "rows": len(rows),
    "boxes": sum(len(row["animals"]["bbox"]) for row in rows),
    "sizes": sorted({row["image"].size for row in rows}),
}

import mlcroissant

release = mlcroissant.Dataset(jsonld=at("release", "croissant.json"))
assert not release.metadata.ctx.issues.errors, release.metadata.ctx.issues.report()
tasks = list(release.records("tasks"))
seen["croissant"] = {
    "name": release.metadata.name,
    "version": release.metadata.version,
    "per_item": release.metadata.annotations_per_item,
    "tasks": len(tasks),
    "answers": sum(one["tasks/answers"] for one in tasks),
    "sure": all(0 < sure <= 1 for one in tasks for sure in one["tasks/said/animals/confidence"]),
}

import pandas

frame = pandas.read_json(at("coco", "samples.jsonl"), lines=True)
seen["pandas"] = {"rows": len(frame), "sure": int((frame.confidence > 0.5).sum()), "none": int((frame.confidence > 1).sum())}
import pyarrow.parquet

table = datasets.load_dataset("parquet", data_files=at("set.parquet"), split="train", cache_dir=at("cache"))
frame = pandas.read_parquet(at("set.parquet"))
red = [
    colour(row["image"], *(box[key] for key in ("x", "y", "width", "height")))
    for row in table
    for box in row["animals"]
]
seen["parquet"] = {
    "rows": len(table),
    "names": [image["path"] for image in frame.image],
    "boxes": sum(len(boxes) for boxes in frame.animals),
    "blanks": sum(len(boxes) == 0 for boxes in frame.animals),
    "red": sum(r > 150 and max(g, b) < 30 for r, g, b in red),
    "sizes": sorted({row["image"].size for row in table}),
    "sure": len(frame[frame.confidence > 0.5]),
    "asOfRelease": pandas.read_parquet(at("release.parquet")).equals(frame),
}

kinds = pyarrow.parquet.read_table(at("kinds.parquet"))
plain = kinds.to_pylist()
frame = pandas.read_parquet(at("kinds.parquet"))
features = datasets.load_dataset("parquet", data_files=at("kinds.parquet"), split="train", cache_dir=at("cache")).features
wanted = ["colours", "count", "order", "seen", "completed_at", "answers", "confidence"]
seen["kinds"] = {
    "types": {name: str(kinds.schema.field(name).type) for name in wanted},
    "colours": [row["colours"] for row in plain],
    "count": [row["count"] for row in plain],
    "order": [row["order"] for row in plain],
    "who": [[one["who"] for one in row["seen"]] for row in plain],
    "day": bool((frame.completed_at > pandas.Timestamp("2026-01-01", tz="UTC")).all()),
    "features": [type(features[name]).__name__ for name in ["colours", "seen", "count"]],
    "answers": len(pandas.read_parquet(at("answers.parquet"))),
}
print(json.dumps(seen))
