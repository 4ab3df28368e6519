"""Reads a project with our own package into the tables that people work with, and prints what they saw as JSON."""

import json
import sys

import datasets
import pandas
from whisker import Whisker

url, key, project_id, folder = sys.argv[1:]
with Whisker(url, key) as whisker:
    project = whisker.projects.get(int(project_id))
    frame = project.results().to_pandas()
    rows = project.results().to_datasets()
    released = project.results(release=1).to_pandas()
    answers = project.answers().to_pandas()
    empty = whisker.projects.create("Empty", input_spec=[{"name": "text", "type": "text"}], output_spec=[{"name": "animal", "type": "input"}])
    none = empty.results().to_pandas()
    saved = project.export(f"{folder}/saved.parquet", "parquet")

table = pandas.read_parquet(saved)
loaded = datasets.load_dataset("parquet", data_files=str(saved), split="train", cache_dir=f"{folder}/cache")
sure = frame[frame.animals_confidence >= 0.5]
print(
    json.dumps(
        {
            "none": [len(none[none.animal_confidence >= 0.95]), "text" in none],
            "rows": [len(frame), len(rows), len(released), len(answers), len(table), len(loaded)],
            "sure": [len(sure), len(table[table.animals_confidence >= 0.5])],
            "same": sorted(frame.task_id.astype(str)) == sorted(table.task_id),
            "blanks": [sum(len(boxes) == 0 for boxes in frame.animals), sum(len(row["animals"]) == 0 for row in rows)],
            "labels": sorted({box["label"] for boxes in frame.animals for box in boxes}),
            "pictures": [sum(row["image"].size in ((60, 40), (40, 60)) for row in loaded)],
        }
    )
)
