# Made by `npm run python-shapes` from the API of this repository. Do not edit.
"""The shapes of the API: what is sent and what comes back."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal, Union

from pydantic import BaseModel, ConfigDict, Field


class Shape(BaseModel):
    """What a newer service adds is kept. Built when first used: by then all names are there, that of Warning too."""

    model_config = ConfigDict(extra="allow", populate_by_name=True, defer_build=True)


class ProjectDraftSynonymsRow(Shape):
    from_: str = Field(alias="from")
    to: str


class ProjectDraft(Shape):
    title: str
    description: Union[str, None] = Field(default=None, description="Short, for your own list of projects")
    public_description: Union[str, None] = Field(default=None, description="The instructions that workers read")
    language: Union[str, None] = Field(default=None, description="The language of the work, a BCP 47 tag")
    input_spec: list[InputFieldInput] = Field(description="What you send with each item")
    output_spec: list[OutputFieldInput] = Field(description="What the worker fills in for each item")
    min_answers: Union[int, None] = Field(default=None, description="How many different workers answer each task at the least")
    max_answers: Union[int, None] = Field(default=None, description="How many answer it at the most: between the two, more are asked only while the answers leave doubt. Without it the same as `min_answers`")
    confidence: Union[float, None] = Field(default=None, description="How sure the answers must make us before no more are asked: 0.90 economy, 0.95 normal, 0.99 careful. At `max_answers` people who all agree complete the task whatever that is worth; those who disagree, and are less sure than this, send it to review. `POST /confidence-preview` tells what is within reach")
    inject_gold: Union[bool, None] = Field(default=None, description="Mix gold tasks in unseen: one in ten for a new worker, falling towards one in fifty. Nothing happens without gold")
    gold_exposures: Union[Union[int, None], None] = Field(default=None, description="How many workers one gold task may be shown to. null: as many as answer an ordinary task, so that nobody can tell gold by how often it comes")
    gold_wanted: Union[int, None] = Field(default=None, description="So many gold tasks are to be at hand: while the project is active, completed tasks whose five or more answers are all the same are made gold until there are, and again as gold is used up. 0: none is unasked")
    skill_floor: Union[Union[float, None], None] = Field(default=None, description="A worker is paused once it is almost sure (95 %), after at least five gold answers, that fewer of their answers are right than this share. null: nobody is")
    min_seconds: Union[Union[float, None], None] = Field(default=None, description="Answers that come faster than this after the task was taken are kept and not counted; the worker is told. null: any are")
    max_answers_per_worker: Union[Union[int, None], None] = Field(default=None, description="So many tasks of this project one worker may answer. null: as many as there are")
    training: Union[Union[TrainingSettingsInput, None], None] = Field(default=None, description="Practice before real tasks: gold tasks marked as `training`, with feedback, until so many of them are right. Who fails can try again after 24 hours. null: work begins at once")
    synonyms: Union[list[ProjectDraftSynonymsRow], None] = Field(default=None, description="For text fields: what counts as what, e.g. `kitty` as `cat`. Applies to what is there")
    skips_for_review: Union[Union[int, None], None] = Field(default=None, description="A task that so many workers have skipped, with no answer in between, waits for a reviewer instead of being offered again and again. null: never")
    apart: Union[list[list[str]], None] = Field(default=None, description="For text fields: pairs that are not the same answer, e.g. `[\"Polish\", \"polish\"]`. Wins over `joining` and `synonyms`. Applies to what is there")
    assignment_seconds: Union[int, None] = Field(default=None, description="How long a worker may hold a task before it is offered to others")
    access: Union[Union[Literal["invitation", "open"], str], None] = Field(default=None, description="`invitation`: who has the link. `open`: every worker of this service")
    require_language: Union[bool, None] = Field(default=None, description="true: only for people who have said that they know `language` (`pt-BR` and `pt` are one)")
    min_skill: Union[Union[float, None], None] = Field(default=None, description="Only for people with this skill by gold in your other projects, from at least five gold answers: (1 + right) / (2 + answered). null: for everybody")
    strict_types: Union[bool, None] = Field(default=None, description="true: a picture whose declared type is not its real one is refused instead of accepted with a warning")
    callback_url: Union[Union[str, None], None] = Field(default=None, description="Where the events of this project are sent, signed (Standard Webhooks)")


class InputFieldInput(Shape):
    name: str
    type: Union[Literal["image", "text"], str]
    required: Union[bool, None] = Field(default=None)
    label: Union[str, None] = Field(default=None)


class OutputFieldInputAsInput(Shape):
    name: str
    label: Union[str, None] = Field(default=None)
    help: Union[str, None] = Field(default=None)
    required: Union[bool, None] = Field(default=None)
    min_length: Union[int, None] = Field(default=None)
    max_length: Union[int, None] = Field(default=None)
    joining: Union[Union[Literal["exact", "letters", "meaning"], str], None] = Field(default=None, description="When two texts are the same answer. `exact`: when nothing differs but outer spaces. `letters` (what it is without this): case, width, spaces, punctuation at the edges, and marks that the language of the project does not tell words apart by. `meaning`, for `input` only: also slips of the keyboard (\"elefant\") and plain words before a name (\"black cat\"), never across a \"not\", a number or what two people agree on, and only into what somebody typed for the same task. Counts for answers that are there, too. See `synonyms` and `apart`")
    type: Literal["input"]
    pattern: Union[str, None] = Field(default=None, description="A regular expression (RE2 syntax) that the whole text must match; large ones need a small `max_length`")


class OutputFieldInputAsTextarea(Shape):
    name: str
    label: Union[str, None] = Field(default=None)
    help: Union[str, None] = Field(default=None)
    required: Union[bool, None] = Field(default=None)
    min_length: Union[int, None] = Field(default=None)
    max_length: Union[int, None] = Field(default=None)
    joining: Union[Union[Literal["exact", "letters", "meaning"], str], None] = Field(default=None, description="When two texts are the same answer. `exact`: when nothing differs but outer spaces. `letters` (what it is without this): case, width, spaces, punctuation at the edges, and marks that the language of the project does not tell words apart by. `meaning`, for `input` only: also slips of the keyboard (\"elefant\") and plain words before a name (\"black cat\"), never across a \"not\", a number or what two people agree on, and only into what somebody typed for the same task. Counts for answers that are there, too. See `synonyms` and `apart`")
    type: Literal["textarea"]


class OutputFieldInputAsNumber(Shape):
    name: str
    label: Union[str, None] = Field(default=None)
    help: Union[str, None] = Field(default=None)
    required: Union[bool, None] = Field(default=None)
    type: Literal["number"]
    min: Union[float, None] = Field(default=None)
    max: Union[float, None] = Field(default=None)
    step: Union[float, None] = Field(default=None)
    tolerance: Union[float, None] = Field(default=None, description="How far two numbers may lie apart and still be the same answer. Without it only equal numbers are the same, unless people who see the same item usually differ a little, as they do when they measure")


class OutputFieldInputAsSelect(Shape):
    name: str
    label: Union[str, None] = Field(default=None)
    help: Union[str, None] = Field(default=None)
    required: Union[bool, None] = Field(default=None)
    type: Literal["select"]
    options: list[PlaceInput]


class OutputFieldInputAsRadio(Shape):
    name: str
    label: Union[str, None] = Field(default=None)
    help: Union[str, None] = Field(default=None)
    required: Union[bool, None] = Field(default=None)
    type: Literal["radio"]
    options: list[OptionInput]


class OutputFieldInputAsCheckbox(Shape):
    name: str
    label: Union[str, None] = Field(default=None)
    help: Union[str, None] = Field(default=None)
    required: Union[bool, None] = Field(default=None)
    type: Literal["checkbox"]
    options: list[OptionInput]
    min_count: Union[int, None] = Field(default=None)
    max_count: Union[int, None] = Field(default=None)


class OutputFieldInputAsRating(Shape):
    name: str
    label: Union[str, None] = Field(default=None)
    help: Union[str, None] = Field(default=None)
    required: Union[bool, None] = Field(default=None)
    type: Literal["rating"]
    max: Union[int, None] = Field(default=None, description="Stars to give; the lowest is 1")


class OutputFieldInputAsDate(Shape):
    name: str
    label: Union[str, None] = Field(default=None)
    help: Union[str, None] = Field(default=None)
    required: Union[bool, None] = Field(default=None)
    type: Literal["date"]
    min: Union[str, None] = Field(default=None, description="The first day that may be given")
    max: Union[str, None] = Field(default=None, description="The last day that may be given")


class OutputFieldInputAsBoxes(Shape):
    name: str
    label: Union[str, None] = Field(default=None)
    help: Union[str, None] = Field(default=None)
    required: Union[bool, None] = Field(default=None)
    of: Union[str, None] = Field(default=None, description="The input field whose picture is asked about. It may be left out where `input_spec` has one field of pictures alone")
    options: Union[list[OptionInput], None] = Field(default=None, description="What an object can be; without it none has a label")
    min_count: Union[int, None] = Field(default=None)
    max_count: Union[int, None] = Field(default=None)
    attributes: Union[list[SmallFieldInput], None] = Field(default=None, description="What is said of each object besides its label, in this order; a text has at most 200 characters, and a list 100 options")
    type: Literal["boxes"]
    min_size: Union[float, None] = Field(default=None, description="How wide and how high a box is at the least, in pixels")


class OutputFieldInputAsPoints(Shape):
    name: str
    label: Union[str, None] = Field(default=None)
    help: Union[str, None] = Field(default=None)
    required: Union[bool, None] = Field(default=None)
    of: Union[str, None] = Field(default=None, description="The input field whose picture is asked about. It may be left out where `input_spec` has one field of pictures alone")
    options: Union[list[OptionInput], None] = Field(default=None, description="What an object can be; without it none has a label")
    min_count: Union[int, None] = Field(default=None)
    max_count: Union[int, None] = Field(default=None)
    attributes: Union[list[SmallFieldInput], None] = Field(default=None, description="What is said of each object besides its label, in this order; a text has at most 200 characters, and a list 100 options")
    type: Literal["points"]
    radius: Union[float, None] = Field(default=None, description="Two points that lie no further apart than this mean the same thing; in pixels, about half of what is counted")


class OutputFieldInputAsPolygons(Shape):
    name: str
    label: Union[str, None] = Field(default=None)
    help: Union[str, None] = Field(default=None)
    required: Union[bool, None] = Field(default=None)
    of: Union[str, None] = Field(default=None, description="The input field whose picture is asked about. It may be left out where `input_spec` has one field of pictures alone")
    options: Union[list[OptionInput], None] = Field(default=None, description="What an object can be; without it none has a label")
    min_count: Union[int, None] = Field(default=None)
    max_count: Union[int, None] = Field(default=None)
    attributes: Union[list[SmallFieldInput], None] = Field(default=None, description="What is said of each object besides its label, in this order; a text has at most 200 characters, and a list 100 options")
    type: Literal["polygons"]


class OutputFieldInputAsRank(Shape):
    name: str
    label: Union[str, None] = Field(default=None)
    help: Union[str, None] = Field(default=None)
    required: Union[bool, None] = Field(default=None)
    type: Literal["rank"]
    options: Union[list[OptionInput], None] = Field(default=None, description="What is put in order. Either this or `of`")
    of: Union[list[str], None] = Field(default=None, description="Or what the item itself has: the names of its input fields (four pictures, three replies), which are the field's values. Each must be required")
    ties: Union[bool, None] = Field(default=None, description="Whether several may share a place")
    top: Union[int, None] = Field(default=None, description="Only the first so many are put in order: all others share the last place, and may be left out of what is sent")


class OutputFieldInputAsRows(Shape):
    name: str
    label: Union[str, None] = Field(default=None)
    help: Union[str, None] = Field(default=None)
    required: Union[bool, None] = Field(default=None)
    type: Literal["rows"]
    fields: list[SmallFieldInput] = Field(description="What is said of each thing, in this order")
    key: str = Field(description="The name of the one of `fields` by which rows are told apart, and those of several people are put together: a `radio`, `select` or `input` that is required. No two rows of an answer have the same")
    min_count: Union[int, None] = Field(default=None)
    max_count: Union[int, None] = Field(default=None, description="100 without it")


class OutputFieldInputAsSpans(Shape):
    name: str
    label: Union[str, None] = Field(default=None)
    help: Union[str, None] = Field(default=None)
    required: Union[bool, None] = Field(default=None)
    of: Union[str, None] = Field(default=None, description="The input field whose text is asked about. It may be left out where `input_spec` has one field of texts alone")
    options: list[OptionInput]
    min_count: Union[int, None] = Field(default=None)
    max_count: Union[int, None] = Field(default=None)
    type: Literal["spans"]
    overlapping: Union[bool, None] = Field(default=None, description="Whether two spans may share characters")


class PlaceInput(Shape):
    value: str
    label: Union[str, None] = Field(default=None)
    parent: Union[str, None] = Field(default=None, description="The value of the option above this one, wherever that stands in the list. A tree has at most 20 levels. A person may answer at any of them: an answer at an inner place says less than one below it, and nothing else")
    code: Union[str, None] = Field(default=None, description="What it is called elsewhere, such as its number in a taxonomy. It is found by it, and read by it")
    synonyms: Union[list[str], None] = Field(default=None, description="Other names, by which it is found. Where no other option has the name, an answer that says it means this one")


class OptionInput(Shape):
    value: str
    label: Union[str, None] = Field(default=None)


class SmallFieldInputAsInput(Shape):
    name: str
    label: Union[str, None] = Field(default=None)
    help: Union[str, None] = Field(default=None)
    required: Union[bool, None] = Field(default=None)
    min_length: Union[int, None] = Field(default=None)
    max_length: Union[int, None] = Field(default=None)
    joining: Union[Union[Literal["exact", "letters", "meaning"], str], None] = Field(default=None, description="When two texts are the same answer. `exact`: when nothing differs but outer spaces. `letters` (what it is without this): case, width, spaces, punctuation at the edges, and marks that the language of the project does not tell words apart by. `meaning`, for `input` only: also slips of the keyboard (\"elefant\") and plain words before a name (\"black cat\"), never across a \"not\", a number or what two people agree on, and only into what somebody typed for the same task. Counts for answers that are there, too. See `synonyms` and `apart`")
    type: Literal["input"]
    pattern: Union[str, None] = Field(default=None, description="A regular expression (RE2 syntax) that the whole text must match; large ones need a small `max_length`")


class SmallFieldInputAsTextarea(Shape):
    name: str
    label: Union[str, None] = Field(default=None)
    help: Union[str, None] = Field(default=None)
    required: Union[bool, None] = Field(default=None)
    min_length: Union[int, None] = Field(default=None)
    max_length: Union[int, None] = Field(default=None)
    joining: Union[Union[Literal["exact", "letters", "meaning"], str], None] = Field(default=None, description="When two texts are the same answer. `exact`: when nothing differs but outer spaces. `letters` (what it is without this): case, width, spaces, punctuation at the edges, and marks that the language of the project does not tell words apart by. `meaning`, for `input` only: also slips of the keyboard (\"elefant\") and plain words before a name (\"black cat\"), never across a \"not\", a number or what two people agree on, and only into what somebody typed for the same task. Counts for answers that are there, too. See `synonyms` and `apart`")
    type: Literal["textarea"]


class SmallFieldInputAsNumber(Shape):
    name: str
    label: Union[str, None] = Field(default=None)
    help: Union[str, None] = Field(default=None)
    required: Union[bool, None] = Field(default=None)
    type: Literal["number"]
    min: Union[float, None] = Field(default=None)
    max: Union[float, None] = Field(default=None)
    step: Union[float, None] = Field(default=None)
    tolerance: Union[float, None] = Field(default=None, description="How far two numbers may lie apart and still be the same answer. Without it only equal numbers are the same, unless people who see the same item usually differ a little, as they do when they measure")


class SmallFieldInputAsSelect(Shape):
    name: str
    label: Union[str, None] = Field(default=None)
    help: Union[str, None] = Field(default=None)
    required: Union[bool, None] = Field(default=None)
    type: Literal["select"]
    options: list[PlaceInput]


class SmallFieldInputAsRadio(Shape):
    name: str
    label: Union[str, None] = Field(default=None)
    help: Union[str, None] = Field(default=None)
    required: Union[bool, None] = Field(default=None)
    type: Literal["radio"]
    options: list[OptionInput]


class SmallFieldInputAsCheckbox(Shape):
    name: str
    label: Union[str, None] = Field(default=None)
    help: Union[str, None] = Field(default=None)
    required: Union[bool, None] = Field(default=None)
    type: Literal["checkbox"]
    options: list[OptionInput]
    min_count: Union[int, None] = Field(default=None)
    max_count: Union[int, None] = Field(default=None)


class SmallFieldInputAsRating(Shape):
    name: str
    label: Union[str, None] = Field(default=None)
    help: Union[str, None] = Field(default=None)
    required: Union[bool, None] = Field(default=None)
    type: Literal["rating"]
    max: Union[int, None] = Field(default=None, description="Stars to give; the lowest is 1")


class SmallFieldInputAsDate(Shape):
    name: str
    label: Union[str, None] = Field(default=None)
    help: Union[str, None] = Field(default=None)
    required: Union[bool, None] = Field(default=None)
    type: Literal["date"]
    min: Union[str, None] = Field(default=None, description="The first day that may be given")
    max: Union[str, None] = Field(default=None, description="The last day that may be given")


class TrainingSettingsInput(Shape):
    questions: int = Field(description="Practice tasks of one try")
    pass_: int = Field(alias="pass", description="So many of them must be right")


class ProjectEditSynonymsRow(Shape):
    from_: str = Field(alias="from")
    to: str


class ProjectEdit(Shape):
    title: Union[str, None] = Field(default=None)
    description: Union[str, None] = Field(default=None, description="Short, for your own list of projects")
    public_description: Union[str, None] = Field(default=None, description="The instructions that workers read")
    language: Union[str, None] = Field(default=None, description="The language of the work, a BCP 47 tag")
    input_spec: Union[list[InputFieldInput], None] = Field(default=None, description="What you send with each item")
    output_spec: Union[list[OutputFieldInput], None] = Field(default=None, description="What the worker fills in for each item")
    min_answers: Union[int, None] = Field(default=None, description="How many different workers answer each task at the least")
    max_answers: Union[int, None] = Field(default=None, description="How many answer it at the most: between the two, more are asked only while the answers leave doubt. Without it the same as `min_answers`")
    confidence: Union[float, None] = Field(default=None, description="How sure the answers must make us before no more are asked: 0.90 economy, 0.95 normal, 0.99 careful. At `max_answers` people who all agree complete the task whatever that is worth; those who disagree, and are less sure than this, send it to review. `POST /confidence-preview` tells what is within reach")
    inject_gold: Union[bool, None] = Field(default=None, description="Mix gold tasks in unseen: one in ten for a new worker, falling towards one in fifty. Nothing happens without gold")
    gold_exposures: Union[Union[int, None], None] = Field(default=None, description="How many workers one gold task may be shown to. null: as many as answer an ordinary task, so that nobody can tell gold by how often it comes")
    gold_wanted: Union[int, None] = Field(default=None, description="So many gold tasks are to be at hand: while the project is active, completed tasks whose five or more answers are all the same are made gold until there are, and again as gold is used up. 0: none is unasked")
    skill_floor: Union[Union[float, None], None] = Field(default=None, description="A worker is paused once it is almost sure (95 %), after at least five gold answers, that fewer of their answers are right than this share. null: nobody is")
    min_seconds: Union[Union[float, None], None] = Field(default=None, description="Answers that come faster than this after the task was taken are kept and not counted; the worker is told. null: any are")
    max_answers_per_worker: Union[Union[int, None], None] = Field(default=None, description="So many tasks of this project one worker may answer. null: as many as there are")
    training: Union[Union[TrainingSettingsInput, None], None] = Field(default=None, description="Practice before real tasks: gold tasks marked as `training`, with feedback, until so many of them are right. Who fails can try again after 24 hours. null: work begins at once")
    synonyms: Union[list[ProjectEditSynonymsRow], None] = Field(default=None, description="For text fields: what counts as what, e.g. `kitty` as `cat`. Applies to what is there")
    skips_for_review: Union[Union[int, None], None] = Field(default=None, description="A task that so many workers have skipped, with no answer in between, waits for a reviewer instead of being offered again and again. null: never")
    apart: Union[list[list[str]], None] = Field(default=None, description="For text fields: pairs that are not the same answer, e.g. `[\"Polish\", \"polish\"]`. Wins over `joining` and `synonyms`. Applies to what is there")
    assignment_seconds: Union[int, None] = Field(default=None, description="How long a worker may hold a task before it is offered to others")
    access: Union[Union[Literal["invitation", "open"], str], None] = Field(default=None, description="`invitation`: who has the link. `open`: every worker of this service")
    require_language: Union[bool, None] = Field(default=None, description="true: only for people who have said that they know `language` (`pt-BR` and `pt` are one)")
    min_skill: Union[Union[float, None], None] = Field(default=None, description="Only for people with this skill by gold in your other projects, from at least five gold answers: (1 + right) / (2 + answered). null: for everybody")
    strict_types: Union[bool, None] = Field(default=None, description="true: a picture whose declared type is not its real one is refused instead of accepted with a warning")
    callback_url: Union[Union[str, None], None] = Field(default=None, description="Where the events of this project are sent, signed (Standard Webhooks)")
    apply_to: Union[Union[Literal["unanswered", "open", "misfits", "all"], str], None] = Field(default=None, description="Which tasks take the newest form, in the background. `unanswered` (the default): those without answers. `open`: those that have answers and want more as well. `misfits`: finished ones too with an answer that the form does not take any more. `all`: every finished one, for one answer more at the least. Answers that fit the form count on; the others are kept, not counted, and their workers may be asked again. Sent alone, it asks for the form of today. Where only labels, help or the order differ, all open tasks take it")
    based_on: Union[datetime, None] = Field(default=None, description="The `updated_at` of the project that this change was made from. What somebody else has set to something else since is then not overwritten: 409 `changed_meanwhile`, with a pointer for each setting")


class TaskDraft(Shape):
    project_id: int
    task_spec: list[ItemDraft]
    gold: Union[list[dict[str, Any]], None] = Field(default=None, description="The right answer, one object an item, where you know it: the task is mixed in unseen to measure workers")
    training: Union[bool, None] = Field(default=None, description="With `gold`: the task is only for practice, with feedback, and never mixed into work")
    duplicates: Union[Union[Literal["reuse", "keep"], str], None] = Field(default=None, description="What happens when the project has a task of the same content. `reuse`: no second task, the reply is the one that is there, and a new `name` becomes one more of its names. `keep`: a second task. Without it: `reuse` for tasks with a picture, unless both have an `external_id` of your own and these differ; `keep` for texts")
    external_id: Union[str, None] = Field(default=None, description="Your own id, unique in the project: sending it again makes no second task")
    name: Union[str, None] = Field(default=None, description="What you call it, e.g. the file name. Workers do not see it")
    metadata: Union[dict[str, MetadataValue], None] = Field(default=None, description="Anything you want back with the result. Workers do not see it")


class BulkLine(Shape):
    task_spec: list[ItemDraft]
    gold: Union[list[dict[str, Any]], None] = Field(default=None, description="The right answer, one object an item, where you know it: the task is mixed in unseen to measure workers")
    training: Union[bool, None] = Field(default=None, description="With `gold`: the task is only for practice, with feedback, and never mixed into work")
    duplicates: Union[Union[Literal["reuse", "keep"], str], None] = Field(default=None, description="What happens when the project has a task of the same content. `reuse`: no second task, the reply is the one that is there, and a new `name` becomes one more of its names. `keep`: a second task. Without it: `reuse` for tasks with a picture, unless both have an `external_id` of your own and these differ; `keep` for texts")
    external_id: Union[str, None] = Field(default=None, description="Your own id, unique in the project: sending it again makes no second task")
    name: Union[str, None] = Field(default=None, description="What you call it, e.g. the file name. Workers do not see it")
    metadata: Union[dict[str, MetadataValue], None] = Field(default=None, description="Anything you want back with the result. Workers do not see it")


class CorrectionDraft(Shape):
    result: list[dict[str, Any]] = Field(description="One object an item, keyed by output field: checked like a worker’s answer")
    comment: Union[str, None] = Field(default=None, description="Why; for whoever looks at the task later")
    based_on: Union[Union[datetime, None], None] = Field(default=None)


class EarlierAnswer(Shape):
    task_id: Union[str, None] = Field(default=None)
    external_id: Union[str, None] = Field(default=None, description="Your own id of the task, instead of `task_id`")
    answer: list[dict[str, Any]] = Field(description="One object an item, as a worker would send it")


class BucketDraftCredentialsCase(Shape):
    access_key_id: str
    secret_access_key: str


class BucketDraft(Shape):
    endpoint: str = Field(description="Where the store is, e.g. `https://s3.eu-central-1.amazonaws.com`; the bucket is named beside it")
    region: Union[str, None] = Field(default=None)
    bucket: str
    prefix: Union[str, None] = Field(default=None, description="Only objects whose names begin so, e.g. `cameras/2026/`")
    pattern: Union[str, None] = Field(default=None, description="Only objects whose names fit: `*` within a folder, `**` across folders, `?` one character; without a `/` it speaks of the last part. Empty: what ends like a picture (`.jpg`, `.png` ...) and is not hidden")
    credentials: Union[Union[BucketDraftCredentialsCase, None], None] = Field(default=None, description="Kept sealed, and never shown again. `null`: a bucket that everybody may read. Left out: those that are there, as long as the endpoint is the same")
    field: Union[str, None] = Field(default=None, description="The input field that gets the picture. May be left out where only one takes pictures")
    interval_minutes: Union[int, None] = Field(default=None, description="From the end of a pass over the bucket to the beginning of the next")
    based_on: Union[datetime, None] = Field(default=None, description="The `updated_at` of the bucket that this change was made from. What somebody else has set to something else since is then not overwritten: 409 `changed_meanwhile`, with a pointer for each setting")


class Problem(Shape):
    type: str
    title: str
    status: int
    code: Union[Literal["bad_request", "invalid_cursor", "unauthenticated", "wrong_credentials", "forbidden", "sign_in_refused", "insufficient_scope", "cross_origin", "quota_exceeded", "not_found", "method_not_allowed", "request_timeout", "too_fast", "already_answered", "assignment_expired", "changed_meanwhile", "conflict", "duplicate_external_id", "idempotency_mismatch", "project_closed", "too_late", "setup_done", "gone", "link_expired", "too_large", "unsupported_media_type", "unsupported_image", "invalid", "corrupt_image", "too_many_pixels", "empty_image", "headers_too_large", "rate_limited", "internal", "corrupt", "storage_full", "unavailable"], str]
    detail: str
    request_id: str
    errors: Union[list[FieldProblem], None] = Field(default=None)


class FieldProblem(Shape):
    pointer: str = Field(description="JSON pointer into the body, e.g. `/task_spec/0/image_with_animal`")
    code: str = Field(description="Stable code of the fault, e.g. `required`, `unknown_field`")
    detail: str = Field(description="A sentence for a person")


class Session(Shape):
    person: Person
    has_password: bool = Field(description="false: they came by a link, or from a provider")
    memberships: list[Membership]
    workspace: Union[Membership, None] = Field(description="The workspace that this session works in")
    token: Union[str, None] = Field(default=None, description="Only when `cookie` was false: send it as `Authorization: Bearer`")


class Person(Shape):
    id: str
    name: str
    email: Union[str, None]
    languages: list[str] = Field(description="That they say they know, BCP 47 tags")


class Membership(Shape):
    workspace_id: int
    title: str
    role: Union[Literal["viewer", "editor", "owner"], str]


class Workspace(Shape):
    id: int
    title: str
    created_at: datetime = Field(description="ISO 8601, UTC")
    updated_at: datetime = Field(description="ISO 8601, UTC")


class Usage(Shape):
    projects: int = Field(description="Archived ones, too")
    tasks: int
    answers: int = Field(description="Counted answers")
    pictures: int = Field(description="Each once, in however many tasks it is")
    picture_bytes: int = Field(description="The pictures as they were sent")
    counted_at: datetime = Field(description="ISO 8601, UTC")


class Member(Shape):
    person_id: str
    name: str
    email: Union[str, None]
    role: Union[Literal["viewer", "editor", "owner"], str]
    joined_at: datetime = Field(description="ISO 8601, UTC")
    updated_at: datetime = Field(description="ISO 8601, UTC")
    role_by: Union[str, None] = Field(description="The provider whose groups say the role each time this member signs in there; null: the role stays what it is made here")


class Invitation(Shape):
    id: str
    role: Union[Literal["viewer", "editor", "owner", "worker"], str]
    project_id: Union[int, None]
    email: Union[str, None]
    uses: int
    max_uses: Union[int, None] = Field(description="null: any number of people, as a link for workers")
    expires_at: Union[datetime, None]
    created_at: datetime = Field(description="ISO 8601, UTC")
    url: Union[str, None] = Field(default=None, description="The link. For members it is shown once, when the invitation is made; for workers every time")


class ApiKey(Shape):
    id: str
    name: str
    prefix: str = Field(description="The beginning of the key, to tell keys apart")
    scopes: list[Union[Literal["read", "write", "work"], str]]
    project_ids: Union[list[int], None] = Field(description="The projects that it is for; null: all, and the workspace")
    created_at: datetime = Field(description="ISO 8601, UTC")
    last_used_at: Union[datetime, None]
    key: Union[str, None] = Field(default=None, description="The key itself; shown once, when it is made")


class AuditEntry(Shape):
    id: str
    at: datetime = Field(description="ISO 8601, UTC")
    action: Union[Literal["session.began", "session.refused", "session.ended", "password.changed", "password.reset", "person.edited", "person.deleted", "workspace.edited", "member.joined", "member.edited", "member.removed", "invitation.made", "invitation.revoked", "key.made", "key.revoked", "project.made", "project.edited", "project.paused", "project.resumed", "project.archived", "project.unarchived", "project.deleted", "tasks.imported", "task.deleted", "picture.deleted", "answers.imported", "gold.imported", "gold.promoted", "worker.paused", "worker.resumed", "worker.removed", "worker.restored", "worker.reverted", "appeal.resolved", "release.made", "release.deleted", "export.downloaded", "bucket.edited", "bucket.removed", "bucket.paused", "bucket.resumed", "webhook.made", "webhook.edited", "webhook.deleted", "webhook.secret_made", "audit.exported"], str]
    person_id: Union[str, None]
    key_id: Union[str, None] = Field(description="The API key that did it")
    actor: Union[str, None] = Field(description="Name of the person or key; null: not known, or deleted since")
    project_id: Union[int, None]
    subject: Union[str, None] = Field(description="Id of what it was done to, or of what it made")
    detail: dict[str, Any] = Field(description="Of what was asked; never a key, password or token")
    address: Union[str, None] = Field(description="Where the request came from")
    outcome: Union[str, None] = Field(description="`done`, or the code of the refusal. null: it is under way, or the service was stopped in the middle, and it may have been done")


class ProjectSynonymsRow(Shape):
    from_: str = Field(alias="from")
    to: str


class Project(Shape):
    id: int
    title: str
    description: str = Field(description="Short, for your own list of projects")
    public_description: str = Field(description="The instructions that workers read")
    language: str
    input_spec: list[InputField] = Field(description="What you send with each item")
    output_spec: list[OutputField] = Field(description="What the worker fills in for each item")
    min_answers: int = Field(description="How many different workers answer each task at the least")
    max_answers: int = Field(description="How many answer it at the most: between the two, more are asked only while the answers leave doubt. Without it the same as `min_answers`")
    confidence: float = Field(description="How sure the answers must make us before no more are asked: 0.90 economy, 0.95 normal, 0.99 careful. At `max_answers` people who all agree complete the task whatever that is worth; those who disagree, and are less sure than this, send it to review. `POST /confidence-preview` tells what is within reach")
    inject_gold: bool = Field(description="Mix gold tasks in unseen: one in ten for a new worker, falling towards one in fifty. Nothing happens without gold")
    gold_exposures: Union[int, None] = Field(description="How many workers one gold task may be shown to. null: as many as answer an ordinary task, so that nobody can tell gold by how often it comes")
    gold_wanted: int = Field(description="So many gold tasks are to be at hand: while the project is active, completed tasks whose five or more answers are all the same are made gold until there are, and again as gold is used up. 0: none is unasked")
    skill_floor: Union[float, None] = Field(description="A worker is paused once it is almost sure (95 %), after at least five gold answers, that fewer of their answers are right than this share. null: nobody is")
    min_seconds: Union[float, None] = Field(description="Answers that come faster than this after the task was taken are kept and not counted; the worker is told. null: any are")
    max_answers_per_worker: Union[int, None] = Field(description="So many tasks of this project one worker may answer. null: as many as there are")
    training: Union[TrainingSettings, None] = Field(description="Practice before real tasks: gold tasks marked as `training`, with feedback, until so many of them are right. Who fails can try again after 24 hours. null: work begins at once")
    synonyms: list[ProjectSynonymsRow] = Field(description="For text fields: what counts as what, e.g. `kitty` as `cat`. Applies to what is there")
    skips_for_review: Union[int, None] = Field(description="A task that so many workers have skipped, with no answer in between, waits for a reviewer instead of being offered again and again. null: never")
    apart: list[list[str]] = Field(description="For text fields: pairs that are not the same answer, e.g. `[\"Polish\", \"polish\"]`. Wins over `joining` and `synonyms`. Applies to what is there")
    assignment_seconds: int = Field(description="How long a worker may hold a task before it is offered to others")
    access: Union[Literal["invitation", "open"], str] = Field(description="`invitation`: who has the link. `open`: every worker of this service")
    require_language: bool = Field(description="true: only for people who have said that they know `language` (`pt-BR` and `pt` are one)")
    min_skill: Union[float, None] = Field(description="Only for people with this skill by gold in your other projects, from at least five gold answers: (1 + right) / (2 + answered). null: for everybody")
    strict_types: bool = Field(description="true: a picture whose declared type is not its real one is refused instead of accepted with a warning")
    callback_url: Union[str, None] = Field(description="Where the events of this project are sent, signed (Standard Webhooks)")
    training_tasks: int = Field(description="Practice tasks for the form of today. While there are fewer than `training.questions`, workers who have not passed wait")
    version: int = Field(description="Grows by one with each change of the specs")
    status: Union[Literal["active", "paused", "archived"], str]
    created_at: datetime = Field(description="ISO 8601, UTC")
    updated_at: datetime = Field(description="ISO 8601, UTC")


class InputField(Shape):
    name: str
    type: Union[Literal["image", "text"], str]
    required: bool
    label: str


class OutputFieldAsInput(Shape):
    name: str
    label: str
    help: str
    required: bool
    min_length: Union[int, None] = Field(default=None)
    max_length: Union[int, None] = Field(default=None)
    joining: Union[Union[Literal["exact", "letters", "meaning"], str], None] = Field(default=None, description="When two texts are the same answer. `exact`: when nothing differs but outer spaces. `letters` (what it is without this): case, width, spaces, punctuation at the edges, and marks that the language of the project does not tell words apart by. `meaning`, for `input` only: also slips of the keyboard (\"elefant\") and plain words before a name (\"black cat\"), never across a \"not\", a number or what two people agree on, and only into what somebody typed for the same task. Counts for answers that are there, too. See `synonyms` and `apart`")
    type: Literal["input"]
    pattern: Union[str, None] = Field(default=None, description="A regular expression (RE2 syntax) that the whole text must match; large ones need a small `max_length`")


class OutputFieldAsTextarea(Shape):
    name: str
    label: str
    help: str
    required: bool
    min_length: Union[int, None] = Field(default=None)
    max_length: Union[int, None] = Field(default=None)
    joining: Union[Union[Literal["exact", "letters", "meaning"], str], None] = Field(default=None, description="When two texts are the same answer. `exact`: when nothing differs but outer spaces. `letters` (what it is without this): case, width, spaces, punctuation at the edges, and marks that the language of the project does not tell words apart by. `meaning`, for `input` only: also slips of the keyboard (\"elefant\") and plain words before a name (\"black cat\"), never across a \"not\", a number or what two people agree on, and only into what somebody typed for the same task. Counts for answers that are there, too. See `synonyms` and `apart`")
    type: Literal["textarea"]


class OutputFieldAsNumber(Shape):
    name: str
    label: str
    help: str
    required: bool
    type: Literal["number"]
    min: Union[float, None] = Field(default=None)
    max: Union[float, None] = Field(default=None)
    step: Union[float, None] = Field(default=None)
    tolerance: Union[float, None] = Field(default=None, description="How far two numbers may lie apart and still be the same answer. Without it only equal numbers are the same, unless people who see the same item usually differ a little, as they do when they measure")


class OutputFieldAsSelect(Shape):
    name: str
    label: str
    help: str
    required: bool
    type: Literal["select"]
    options: list[Place]


class OutputFieldAsRadio(Shape):
    name: str
    label: str
    help: str
    required: bool
    type: Literal["radio"]
    options: list[Option]


class OutputFieldAsCheckbox(Shape):
    name: str
    label: str
    help: str
    required: bool
    type: Literal["checkbox"]
    options: list[Option]
    min_count: Union[int, None] = Field(default=None)
    max_count: Union[int, None] = Field(default=None)


class OutputFieldAsRating(Shape):
    name: str
    label: str
    help: str
    required: bool
    type: Literal["rating"]
    max: int = Field(description="Stars to give; the lowest is 1")


class OutputFieldAsDate(Shape):
    name: str
    label: str
    help: str
    required: bool
    type: Literal["date"]
    min: Union[str, None] = Field(default=None, description="The first day that may be given")
    max: Union[str, None] = Field(default=None, description="The last day that may be given")


class OutputFieldAsBoxes(Shape):
    name: str
    label: str
    help: str
    required: bool
    of: Union[str, None] = Field(default=None, description="The input field whose picture is asked about. It may be left out where `input_spec` has one field of pictures alone")
    options: Union[list[Option], None] = Field(default=None, description="What an object can be; without it none has a label")
    min_count: Union[int, None] = Field(default=None)
    max_count: Union[int, None] = Field(default=None)
    attributes: Union[list[SmallField], None] = Field(default=None, description="What is said of each object besides its label, in this order; a text has at most 200 characters, and a list 100 options")
    type: Literal["boxes"]
    min_size: Union[float, None] = Field(default=None, description="How wide and how high a box is at the least, in pixels")


class OutputFieldAsPoints(Shape):
    name: str
    label: str
    help: str
    required: bool
    of: Union[str, None] = Field(default=None, description="The input field whose picture is asked about. It may be left out where `input_spec` has one field of pictures alone")
    options: Union[list[Option], None] = Field(default=None, description="What an object can be; without it none has a label")
    min_count: Union[int, None] = Field(default=None)
    max_count: Union[int, None] = Field(default=None)
    attributes: Union[list[SmallField], None] = Field(default=None, description="What is said of each object besides its label, in this order; a text has at most 200 characters, and a list 100 options")
    type: Literal["points"]
    radius: float = Field(description="Two points that lie no further apart than this mean the same thing; in pixels, about half of what is counted")


class OutputFieldAsPolygons(Shape):
    name: str
    label: str
    help: str
    required: bool
    of: Union[str, None] = Field(default=None, description="The input field whose picture is asked about. It may be left out where `input_spec` has one field of pictures alone")
    options: Union[list[Option], None] = Field(default=None, description="What an object can be; without it none has a label")
    min_count: Union[int, None] = Field(default=None)
    max_count: Union[int, None] = Field(default=None)
    attributes: Union[list[SmallField], None] = Field(default=None, description="What is said of each object besides its label, in this order; a text has at most 200 characters, and a list 100 options")
    type: Literal["polygons"]


class OutputFieldAsRank(Shape):
    name: str
    label: str
    help: str
    required: bool
    type: Literal["rank"]
    options: Union[list[Option], None] = Field(default=None, description="What is put in order. Either this or `of`")
    of: Union[list[str], None] = Field(default=None, description="Or what the item itself has: the names of its input fields (four pictures, three replies), which are the field's values. Each must be required")
    ties: bool = Field(description="Whether several may share a place")
    top: Union[int, None] = Field(default=None, description="Only the first so many are put in order: all others share the last place, and may be left out of what is sent")


class OutputFieldAsRows(Shape):
    name: str
    label: str
    help: str
    required: bool
    type: Literal["rows"]
    fields: list[SmallField] = Field(description="What is said of each thing, in this order")
    key: str = Field(description="The name of the one of `fields` by which rows are told apart, and those of several people are put together: a `radio`, `select` or `input` that is required. No two rows of an answer have the same")
    min_count: Union[int, None] = Field(default=None)
    max_count: Union[int, None] = Field(default=None, description="100 without it")


class OutputFieldAsSpans(Shape):
    name: str
    label: str
    help: str
    required: bool
    of: Union[str, None] = Field(default=None, description="The input field whose text is asked about. It may be left out where `input_spec` has one field of texts alone")
    options: list[Option]
    min_count: Union[int, None] = Field(default=None)
    max_count: Union[int, None] = Field(default=None)
    type: Literal["spans"]
    overlapping: bool = Field(description="Whether two spans may share characters")


class Place(Shape):
    value: str
    label: str
    parent: Union[str, None] = Field(default=None, description="The value of the option above this one, wherever that stands in the list. A tree has at most 20 levels. A person may answer at any of them: an answer at an inner place says less than one below it, and nothing else")
    code: Union[str, None] = Field(default=None, description="What it is called elsewhere, such as its number in a taxonomy. It is found by it, and read by it")
    synonyms: Union[list[str], None] = Field(default=None, description="Other names, by which it is found. Where no other option has the name, an answer that says it means this one")


class Option(Shape):
    value: str
    label: str


class SmallFieldAsInput(Shape):
    name: str
    label: str
    help: str
    required: bool
    min_length: Union[int, None] = Field(default=None)
    max_length: Union[int, None] = Field(default=None)
    joining: Union[Union[Literal["exact", "letters", "meaning"], str], None] = Field(default=None, description="When two texts are the same answer. `exact`: when nothing differs but outer spaces. `letters` (what it is without this): case, width, spaces, punctuation at the edges, and marks that the language of the project does not tell words apart by. `meaning`, for `input` only: also slips of the keyboard (\"elefant\") and plain words before a name (\"black cat\"), never across a \"not\", a number or what two people agree on, and only into what somebody typed for the same task. Counts for answers that are there, too. See `synonyms` and `apart`")
    type: Literal["input"]
    pattern: Union[str, None] = Field(default=None, description="A regular expression (RE2 syntax) that the whole text must match; large ones need a small `max_length`")


class SmallFieldAsTextarea(Shape):
    name: str
    label: str
    help: str
    required: bool
    min_length: Union[int, None] = Field(default=None)
    max_length: Union[int, None] = Field(default=None)
    joining: Union[Union[Literal["exact", "letters", "meaning"], str], None] = Field(default=None, description="When two texts are the same answer. `exact`: when nothing differs but outer spaces. `letters` (what it is without this): case, width, spaces, punctuation at the edges, and marks that the language of the project does not tell words apart by. `meaning`, for `input` only: also slips of the keyboard (\"elefant\") and plain words before a name (\"black cat\"), never across a \"not\", a number or what two people agree on, and only into what somebody typed for the same task. Counts for answers that are there, too. See `synonyms` and `apart`")
    type: Literal["textarea"]


class SmallFieldAsNumber(Shape):
    name: str
    label: str
    help: str
    required: bool
    type: Literal["number"]
    min: Union[float, None] = Field(default=None)
    max: Union[float, None] = Field(default=None)
    step: Union[float, None] = Field(default=None)
    tolerance: Union[float, None] = Field(default=None, description="How far two numbers may lie apart and still be the same answer. Without it only equal numbers are the same, unless people who see the same item usually differ a little, as they do when they measure")


class SmallFieldAsSelect(Shape):
    name: str
    label: str
    help: str
    required: bool
    type: Literal["select"]
    options: list[Place]


class SmallFieldAsRadio(Shape):
    name: str
    label: str
    help: str
    required: bool
    type: Literal["radio"]
    options: list[Option]


class SmallFieldAsCheckbox(Shape):
    name: str
    label: str
    help: str
    required: bool
    type: Literal["checkbox"]
    options: list[Option]
    min_count: Union[int, None] = Field(default=None)
    max_count: Union[int, None] = Field(default=None)


class SmallFieldAsRating(Shape):
    name: str
    label: str
    help: str
    required: bool
    type: Literal["rating"]
    max: int = Field(description="Stars to give; the lowest is 1")


class SmallFieldAsDate(Shape):
    name: str
    label: str
    help: str
    required: bool
    type: Literal["date"]
    min: Union[str, None] = Field(default=None, description="The first day that may be given")
    max: Union[str, None] = Field(default=None, description="The last day that may be given")


class TrainingSettings(Shape):
    questions: int = Field(description="Practice tasks of one try")
    pass_: int = Field(alias="pass", description="So many of them must be right")


class ListedProjectSynonymsRow(Shape):
    from_: str = Field(alias="from")
    to: str


class ListedProject(Shape):
    id: int
    title: str
    description: str = Field(description="Short, for your own list of projects")
    public_description: str = Field(description="The instructions that workers read")
    language: str
    input_spec: list[InputField] = Field(description="What you send with each item")
    output_spec: list[OutputField] = Field(description="What the worker fills in for each item")
    min_answers: int = Field(description="How many different workers answer each task at the least")
    max_answers: int = Field(description="How many answer it at the most: between the two, more are asked only while the answers leave doubt. Without it the same as `min_answers`")
    confidence: float = Field(description="How sure the answers must make us before no more are asked: 0.90 economy, 0.95 normal, 0.99 careful. At `max_answers` people who all agree complete the task whatever that is worth; those who disagree, and are less sure than this, send it to review. `POST /confidence-preview` tells what is within reach")
    inject_gold: bool = Field(description="Mix gold tasks in unseen: one in ten for a new worker, falling towards one in fifty. Nothing happens without gold")
    gold_exposures: Union[int, None] = Field(description="How many workers one gold task may be shown to. null: as many as answer an ordinary task, so that nobody can tell gold by how often it comes")
    gold_wanted: int = Field(description="So many gold tasks are to be at hand: while the project is active, completed tasks whose five or more answers are all the same are made gold until there are, and again as gold is used up. 0: none is unasked")
    skill_floor: Union[float, None] = Field(description="A worker is paused once it is almost sure (95 %), after at least five gold answers, that fewer of their answers are right than this share. null: nobody is")
    min_seconds: Union[float, None] = Field(description="Answers that come faster than this after the task was taken are kept and not counted; the worker is told. null: any are")
    max_answers_per_worker: Union[int, None] = Field(description="So many tasks of this project one worker may answer. null: as many as there are")
    training: Union[TrainingSettings, None] = Field(description="Practice before real tasks: gold tasks marked as `training`, with feedback, until so many of them are right. Who fails can try again after 24 hours. null: work begins at once")
    synonyms: list[ListedProjectSynonymsRow] = Field(description="For text fields: what counts as what, e.g. `kitty` as `cat`. Applies to what is there")
    skips_for_review: Union[int, None] = Field(description="A task that so many workers have skipped, with no answer in between, waits for a reviewer instead of being offered again and again. null: never")
    apart: list[list[str]] = Field(description="For text fields: pairs that are not the same answer, e.g. `[\"Polish\", \"polish\"]`. Wins over `joining` and `synonyms`. Applies to what is there")
    assignment_seconds: int = Field(description="How long a worker may hold a task before it is offered to others")
    access: Union[Literal["invitation", "open"], str] = Field(description="`invitation`: who has the link. `open`: every worker of this service")
    require_language: bool = Field(description="true: only for people who have said that they know `language` (`pt-BR` and `pt` are one)")
    min_skill: Union[float, None] = Field(description="Only for people with this skill by gold in your other projects, from at least five gold answers: (1 + right) / (2 + answered). null: for everybody")
    strict_types: bool = Field(description="true: a picture whose declared type is not its real one is refused instead of accepted with a warning")
    callback_url: Union[str, None] = Field(description="Where the events of this project are sent, signed (Standard Webhooks)")
    training_tasks: int = Field(description="Practice tasks for the form of today. While there are fewer than `training.questions`, workers who have not passed wait")
    version: int = Field(description="Grows by one with each change of the specs")
    status: Union[Literal["active", "paused", "archived"], str]
    created_at: datetime = Field(description="ISO 8601, UTC")
    updated_at: datetime = Field(description="ISO 8601, UTC")
    progress: ProjectProgress


class ProjectProgressTasks(Shape):
    open: int
    completed: int
    needs_review: int
    cancelled: int
    unreadable: int


class ProjectProgressPassedOver(Shape):
    """Tasks that are given to nobody right now because a picture of theirs cannot be shown, by why: the file in the store is `missing` or `corrupt` (sending the same picture again mends it), or the `decoder` died of it (tried again by itself, less and less often). At most 100,000 are counted. `GET /tasks?passed_over=true` lists them"""

    missing: int
    corrupt: int
    decoder: int


class ProjectProgress(Shape):
    tasks: ProjectProgressTasks
    held: int = Field(description="Assignments that workers hold right now")
    answers: int = Field(description="Counted answers")
    answers_last_hour: int
    reports: int = Field(description="Reports of workers that are not settled yet")
    skipped: int = Field(description="Skipped by all who saw them since the last answer: `GET /projects/{project_id}/skipped-tasks`")
    lapsed: int = Field(description="Run out three times or more, unanswered: `GET /tasks?lapsed=true`")
    passed_over: ProjectProgressPassedOver = Field(description="Tasks that are given to nobody right now because a picture of theirs cannot be shown, by why: the file in the store is `missing` or `corrupt` (sending the same picture again mends it), or the `decoder` died of it (tried again by itself, less and less often). At most 100,000 are counted. `GET /tasks?passed_over=true` lists them")
    people: int = Field(description="People who joined or have answered, without who was removed or paused")
    people_missing: int = Field(description="So many more people the open tasks ask for: each answer to a task comes from somebody else. While it is above 0, tasks stay open whatever time passes")
    following: bool = Field(description="Tasks are on their way to the newest form")


class FormEffectAnswered(Shape):
    """Open tasks with answers in an older form: they take the new one with `apply_to: open`"""

    fitting: int = Field(description="Tasks whose answers all fit the new form")
    misfits: int = Field(description="Tasks with an answer that it does not take")


class FormEffectNeedsReview(Shape):
    """Tasks that wait for a reviewer; what fits takes the new form"""

    fitting: int = Field(description="Tasks whose answers all fit the new form")
    misfits: int = Field(description="Tasks with an answer that it does not take")


class FormEffectCompleted(Shape):
    """Completed tasks in an older form: the misfits are opened again with `misfits`, all with `all`"""

    fitting: int = Field(description="Tasks whose answers all fit the new form")
    misfits: int = Field(description="Tasks with an answer that it does not take")


class FormEffectGold(Shape):
    """Gold tasks. One whose known answer does not fit is not shown any more"""

    fitting: int = Field(description="Tasks whose answers all fit the new form")
    misfits: int = Field(description="Tasks with an answer that it does not take")


class FormEffectAnswers(Shape):
    """Counted answers of all these tasks"""

    fitting: int
    misfits: int


class FormEffect(Shape):
    version: int = Field(description="The version that the project would have")
    change: Union[Literal["none", "words", "answers"], str] = Field(description="`none`: the form stays. `words`: labels, help or the order; all open tasks take it at once. `answers`: other answers are possible than before")
    unanswered: int = Field(description="Tasks without answers in an older form; they take the new one by themselves")
    held: int = Field(description="So many of the open ones somebody is working on; they may answer in the form that they see")
    answered: FormEffectAnswered = Field(description="Open tasks with answers in an older form: they take the new one with `apply_to: open`")
    needs_review: FormEffectNeedsReview = Field(description="Tasks that wait for a reviewer; what fits takes the new form")
    completed: FormEffectCompleted = Field(description="Completed tasks in an older form: the misfits are opened again with `misfits`, all with `all`")
    gold: FormEffectGold = Field(description="Gold tasks. One whose known answer does not fit is not shown any more")
    answers: FormEffectAnswers = Field(description="Counted answers of all these tasks")
    looked_at: int = Field(description="Tasks with answers that were looked at")
    complete: bool = Field(description="false: there are more; `fitting` and `misfits` are then estimates from those that were looked at")
    removed_fields: list[str] = Field(description="Fields whose answers would count no longer")
    keep_form: int = Field(description="Open tasks that keep their form: the new inputs would not show what they were sent with")


class Reach(Shape):
    field: str
    confidence: float = Field(description="What `confidence` of the project is compared with")
    published: float = Field(description="What the result would say: more modest")


class ProjectVersion(Shape):
    version: int
    input_spec: list[InputField] = Field(description="What you send with each item")
    output_spec: list[OutputField] = Field(description="What the worker fills in for each item")
    created_at: datetime = Field(description="ISO 8601, UTC")


class Deletion(Shape):
    id: str
    kind: Union[Literal["project", "task", "picture"], str]
    subject: str = Field(description="Number of the project, id of the task, SHA-256 of the picture")
    person_id: Union[str, None] = Field(description="The member who asked; null: an API key, or somebody who is gone")
    tasks: int = Field(description="How many tasks have gone so far")
    requested_at: datetime = Field(description="ISO 8601, UTC")
    finished_at: Union[datetime, None] = Field(description="null while rows are still being removed")


class ProjectSummaryConfidenceRow(Shape):
    from_: float = Field(alias="from")
    to: float
    tasks: int = Field(description="Tasks with a result")


class ProjectSummaryAnswersToCome(Shape):
    """What the open tasks still cost. `least`: the answers that they want by now; `most`: up to `max_answers` of each; `expected`: as many in all as `answers_per_task`, but not fewer than they want by now"""

    least: int = Field(description="Answers")
    expected: int = Field(description="Answers")
    most: int = Field(description="Answers")


class ProjectSummaryHoursRow(Shape):
    from_: datetime = Field(alias="from", description="ISO 8601, UTC")
    answers: int = Field(description="Answers")


class ProjectSummary(Shape):
    project_id: int
    counted_at: datetime = Field(description="Kept for some seconds, or ten times as long as the counting took")
    results: int = Field(description="Tasks with a result. Those that wait for a review have a likely one: the export leaves them out")
    confidence: list[ProjectSummaryConfidenceRow] = Field(description="Results by the confidence of their least certain field, from <= confidence < to")
    fields: list[FieldSummary] = Field(description="In the order of the form")
    agreement: Union[float, None] = Field(description="Mean share of the votes on a result that are for it, over fields, items and tasks with two answers or more; numbers are left out, since a median need not be anybody’s vote. null: there is no such result")
    answers: int = Field(description="Counted answers in all, those to gold among them")
    answers_per_task: Union[float, None] = Field(description="Mean over completed tasks; those whose answer was known (gold) are left out. null: there is none")
    answers_to_come: ProjectSummaryAnswersToCome = Field(description="What the open tasks still cost. `least`: the answers that they want by now; `most`: up to `max_answers` of each; `expected`: as many in all as `answers_per_task`, but not fewer than they want by now")
    hours: list[ProjectSummaryHoursRow] = Field(description="Counted answers by the hour (UTC) of the last 48, oldest first; the last one is not over")
    answers_last_hour: int = Field(description="Counted answers of the last 60 minutes")
    seconds_left: Union[float, None] = Field(description="`answers_to_come.expected` at the rate of the last 60 minutes. null: nothing is to come, or nobody has answered")


class FieldSummaryValuesRow(Shape):
    value: str
    tasks: int = Field(description="Tasks with a result")


class FieldSummaryOthers(Shape):
    """How many values more there are, and the tasks with them, counted in the same way"""

    values: int
    tasks: int = Field(description="Tasks with a result")


class FieldSummaryHistogramCaseRow(Shape):
    from_: float = Field(alias="from")
    to: float
    tasks: int = Field(description="Tasks with a result")


class FieldSummary(Shape):
    field: str
    type: str
    values: list[FieldSummaryValuesRow] = Field(description="The 50 most frequent values, each as `label=<field>=<value>` of `GET /tasks` finds it (its first 200 characters). A task with several values, by several items or in a checkbox field, counts for each")
    others: FieldSummaryOthers = Field(description="How many values more there are, and the tasks with them, counted in the same way")
    none: int = Field(description="Tasks in whose result no item has a value in this field")
    histogram: Union[list[FieldSummaryHistogramCaseRow], None] = Field(description="Numbers and ratings, from the least: one bar a star, or for numbers up to 20 bars of equal width, from <= value < to (the last one up to its end). null for other fields, and without values")


class LabelLink(Shape):
    url: str


class ProjectWorkerQualityRow(Shape):
    field: str
    answered: int
    accuracy: float = Field(description="How often the worker is thought to be right")
    low: float
    high: float
    bits: Union[float, None] = Field(description="What one answer tells, in bits: 0 for a guesser, also for a consistent one")
    bits_low: Union[float, None]
    bits_high: Union[float, None]


class ProjectWorkerAgreementCase(Shape):
    share: float
    values: int = Field(description="How many values of their answers could be compared")
    counted_at: datetime = Field(description="ISO 8601, UTC")


class ProjectWorker(Shape):
    worker_id: str = Field(description="Stable in this workspace; another one elsewhere")
    name: str
    answers: int
    too_fast: int = Field(description="Answers that came too fast, and were not counted")
    median_seconds: Union[float, None] = Field(description="Of the latest 200 answers")
    last_answer_at: Union[datetime, None]
    removed: bool
    quality: list[ProjectWorkerQualityRow] = Field(description="Per output field, by the last refit, with 90 % intervals; empty before the first")
    agreement: Union[ProjectWorkerAgreementCase, None] = Field(description="How often their counted answers say what the result says, value by value, as of the last refit; null before the first. Counted where at least two people answered, or a reviewer or gold decided: a single answer is its own result. Their own answers are among those that made the result, so this flatters where few answer a task. It is a plain count; `quality` is what the model makes of the same answers, and only gold measures")
    paused_at: Union[datetime, None]
    paused_reason: Union[str, None] = Field(description="What the worker is told")


class AssetReceipt(Shape):
    sha256: str
    content_type: Union[Literal["image/jpeg", "image/png", "image/webp", "image/gif", "image/avif", "image/tiff"], str] = Field(description="Found in the bytes; what the sender declared plays no part")
    size_bytes: int
    width: int
    height: int
    animated: bool = Field(description="Workers see the first frame")
    has_gps: bool = Field(description="The metadata names a place. Workers never get metadata")
    value: str = Field(description="`asset:<sha256>`, to be used as the value of an image field")
    deduplicated: bool = Field(description="true: these bytes were there already; they are stored once")
    warnings: list[Warning]


class Warning(Shape):
    pointer: str
    code: Union[Literal["declared_type_mismatch", "duplicate_picture", "missing_end", "damaged_metadata", "several_pictures", "blank_first_frame", "blank", "very_dark", "stretched"], str]
    detail: str


class AssetBulkReceiptAsStored(Shape):
    sha256: str
    content_type: Union[Literal["image/jpeg", "image/png", "image/webp", "image/gif", "image/avif", "image/tiff"], str] = Field(description="Found in the bytes; what the sender declared plays no part")
    size_bytes: int
    width: int
    height: int
    animated: bool = Field(description="Workers see the first frame")
    has_gps: bool = Field(description="The metadata names a place. Workers never get metadata")
    value: str = Field(description="`asset:<sha256>`, to be used as the value of an image field")
    deduplicated: bool = Field(description="true: these bytes were there already; they are stored once")
    warnings: list[Warning]
    picture: int = Field(description="Which picture of the body, from 1")
    status: Literal["stored"]


class AssetBulkReceiptAsError(Shape):
    picture: int = Field(description="Which picture of the body, from 1")
    status: Literal["error"]
    code: Union[Literal["bad_request", "invalid_cursor", "unauthenticated", "wrong_credentials", "forbidden", "sign_in_refused", "insufficient_scope", "cross_origin", "quota_exceeded", "not_found", "method_not_allowed", "request_timeout", "too_fast", "already_answered", "assignment_expired", "changed_meanwhile", "conflict", "duplicate_external_id", "idempotency_mismatch", "project_closed", "too_late", "setup_done", "gone", "link_expired", "too_large", "unsupported_media_type", "unsupported_image", "invalid", "corrupt_image", "too_many_pixels", "empty_image", "headers_too_large", "rate_limited", "internal", "corrupt", "storage_full", "unavailable"], str]
    detail: str


class Asset(Shape):
    sha256: str
    content_type: Union[Literal["image/jpeg", "image/png", "image/webp", "image/gif", "image/avif", "image/tiff"], str] = Field(description="Found in the bytes; what the sender declared plays no part")
    size_bytes: int
    width: int
    height: int
    animated: bool = Field(description="Workers see the first frame")
    has_gps: bool = Field(description="The metadata names a place. Workers never get metadata")


class TaskReceipt(Shape):
    id: str
    project_id: int
    version: int = Field(description="The version of the specs that the task is in: it is made with the newest, and follows later ones (`apply_to`)")
    status: Union[Literal["open", "completed", "needs_review", "cancelled", "unreadable"], str]
    external_id: Union[str, None]
    name: Union[str, None]
    names: list[str] = Field(description="Every name that was sent for it, the first one first: files with the same bytes are one task")
    metadata: dict[str, Union[str, float, bool, None]]
    task_spec: list[dict[str, str]]
    answers: int = Field(description="Counted answers")
    answers_wanted: int
    unreadable_reason: Union[str, None] = Field(description="Why no worker can be shown the task, ever: its own bytes are no picture")
    passed_over_reason: Union[str, None] = Field(description="Why an open task is given to nobody right now: the stored picture is missing or damaged, say. It comes back by itself once its picture can be shown")
    result: Union[list[dict[str, FieldResult]], None] = Field(description="One object an item, once the task is completed; while it needs a review, what the answers make likely. A task that was asked about again keeps the last one until the next")
    confidence: Union[float, None] = Field(description="Of the least certain field of the result")
    method: Union[Union[Literal["majority", "model", "reviewer", "gold"], str], None] = Field(description="What made the result")
    corrected_at: Union[datetime, None] = Field(description="When a reviewer corrected the result")
    decided_at: Union[datetime, None] = Field(description="When somebody last said what the result is, by a correction or as a known answer; null: nobody has. Send it as `based_on` when you say something else")
    gold: bool = Field(description="Its right answer is known; workers are not told")
    created_at: datetime = Field(description="ISO 8601, UTC")
    completed_at: Union[datetime, None] = Field(description="When the result was made last")
    warnings: list[Warning]
    deduplicated: bool = Field(description="true: the task was there already (same `external_id` or same picture); see `duplicates`")


class FieldResultVotesRow(Shape):
    value: Union[Union[str, float, list[str], list[Row], list[Union[Box, Point, Polygon, Span]], RankValue], None]
    count: int


class FieldResult(Shape):
    value: Union[Union[str, float, list[str], list[Row], list[Union[Box, Point, Polygon, Span]], RankValue], None] = Field(description="null: no answer was the answer (the field is optional)")
    confidence: float = Field(description="The probability that the value is right; of an order (rank), that its first place is")
    order: Union[OrderResult, None] = Field(default=None, description="Orders: how sure the rest of it is")
    votes: list[FieldResultVotesRow]
    spread: Union[float, None] = Field(default=None, description="Numbers and ratings: how far the answers lie apart, as a robust standard deviation")
    objects: Union[list[ObjectResult], None] = Field(default=None, description="Lists of objects (boxes): how sure each of them is, in the order of `value`")
    left_out: Union[list[LeftOut], None] = Field(default=None, description="Lists of objects: those that `value` goes without and that are there with a probability of 0.1 and more; the likeliest hundred, left out where there is none")
    rows: Union[list[RowResult], None] = Field(default=None, description="Rows: how sure each of them is, in the order of `value`")
    other: Union[float, None] = Field(default=None, description="Texts: the probability that nobody gave the right name")


class Box(Shape):
    label: Union[str, None] = Field(default=None)
    x: float = Field(description="From the left edge of the picture to that of the box: in pixels of the picture as it was sent, stood upright by its EXIF orientation. A photo of 4000 x 3000 pixels that says \"turn me by 90 degrees\" is 3000 wide and 4000 high")
    y: float = Field(description="From the top edge of the picture to that of the box")
    width: float
    height: float
    attributes: Union[Attributes, None] = Field(default=None, description="What is said of it, by the names of `attributes` in the form; left out where nothing is")


class Point(Shape):
    label: Union[str, None] = Field(default=None)
    x: float = Field(description="From the left edge of the picture: in pixels of the picture as it was sent, stood upright by its EXIF orientation. A photo of 4000 x 3000 pixels that says \"turn me by 90 degrees\" is 3000 wide and 4000 high")
    y: float = Field(description="From the top edge of the picture")
    attributes: Union[Attributes, None] = Field(default=None, description="What is said of it, by the names of `attributes` in the form; left out where nothing is")


class Polygon(Shape):
    label: Union[str, None] = Field(default=None)
    points: list[list[float]] = Field(description="Its corners, each [x, y] from the top left corner of the picture: in pixels of the picture as it was sent, stood upright by its EXIF orientation. A photo of 4000 x 3000 pixels that says \"turn me by 90 degrees\" is 3000 wide and 4000 high")
    attributes: Union[Attributes, None] = Field(default=None, description="What is said of it, by the names of `attributes` in the form; left out where nothing is")


class Span(Shape):
    label: str
    start: int = Field(description="Before which character it begins, counted from 0 in Unicode code points: an emoji outside the first plane is one, where JavaScript and Java count two")
    end: int = Field(description="Before which character it ends")
    text: str = Field(description="What stands there. It may be left out of what is sent")


class OrderResult(Shape):
    whole: float = Field(description="The probability of the whole order, as far as it was asked for")
    above: list[list[float]] = Field(description="Of each of the first twelve in `value` (eight where places may be shared) but the last: the probabilities that it stands above each of those after it")


class ObjectResult(Shape):
    exists: float = Field(description="The probability that there is such an object")
    label: float = Field(description="The probability of its label, if it is there; 1 without labels")
    attributes: Union[dict[str, float], None] = Field(default=None, description="The confidence of each of its attributes, if it is there; left out where the form asks for none")
    spread: float = Field(description="How far its edges may lie elsewhere, as a standard deviation in pixels")
    found: int = Field(description="How many answers have it")
    disputed: Union[bool, None] = Field(default=None, description="Somebody should look at it: it, its label or one of its attributes is less than 90 % sure, or another answer is expected to overlap with it by less than 0.7")


class LeftOut(Shape):
    exists: float = Field(description="The probability that there is such an object")
    label: float = Field(description="The probability of its label, if it is there; 1 without labels")
    attributes: Union[dict[str, float], None] = Field(default=None, description="The confidence of each of its attributes, if it is there; left out where the form asks for none")
    spread: float = Field(description="How far its edges may lie elsewhere, as a standard deviation in pixels")
    found: int = Field(description="How many answers have it")
    object: Union[Box, Point, Polygon, Span]


class RowResult(Shape):
    exists: float = Field(description="The probability that there is such a thing")
    found: int = Field(description="How many answers name it")
    fields: dict[str, float] = Field(description="The confidence of each of its fields; of the key where that is a place of a tree, which may be a place above what some name")


class BulkReceiptCase(Shape):
    line: int = Field(description="From 1")
    status: Union[Literal["created", "duplicate"], str]
    task_id: str
    task_status: Union[Literal["open", "completed", "needs_review", "cancelled", "unreadable"], str] = Field(description="Of the task that is there now. A `duplicate` that is `cancelled` or `unreadable` gets no answers: open it again with `POST /tasks/{task_id}/reopening`")
    external_id: Union[str, None]
    warnings: list[Warning]


class BulkReceiptAsError(Shape):
    line: int
    status: Literal["error"]
    code: Union[Literal["bad_request", "invalid_cursor", "unauthenticated", "wrong_credentials", "forbidden", "sign_in_refused", "insufficient_scope", "cross_origin", "quota_exceeded", "not_found", "method_not_allowed", "request_timeout", "too_fast", "already_answered", "assignment_expired", "changed_meanwhile", "conflict", "duplicate_external_id", "idempotency_mismatch", "project_closed", "too_late", "setup_done", "gone", "link_expired", "too_large", "unsupported_media_type", "unsupported_image", "invalid", "corrupt_image", "too_many_pixels", "empty_image", "headers_too_large", "rate_limited", "internal", "corrupt", "storage_full", "unavailable"], str]
    detail: str
    external_id: Union[Union[str, None], None] = Field(default=None)
    errors: list[FieldProblem]


class Task(Shape):
    id: str
    project_id: int
    version: int = Field(description="The version of the specs that the task is in: it is made with the newest, and follows later ones (`apply_to`)")
    status: Union[Literal["open", "completed", "needs_review", "cancelled", "unreadable"], str]
    external_id: Union[str, None]
    name: Union[str, None]
    names: list[str] = Field(description="Every name that was sent for it, the first one first: files with the same bytes are one task")
    metadata: dict[str, Union[str, float, bool, None]]
    task_spec: list[dict[str, str]]
    answers: int = Field(description="Counted answers")
    answers_wanted: int
    unreadable_reason: Union[str, None] = Field(description="Why no worker can be shown the task, ever: its own bytes are no picture")
    passed_over_reason: Union[str, None] = Field(description="Why an open task is given to nobody right now: the stored picture is missing or damaged, say. It comes back by itself once its picture can be shown")
    result: Union[list[dict[str, FieldResult]], None] = Field(description="One object an item, once the task is completed; while it needs a review, what the answers make likely. A task that was asked about again keeps the last one until the next")
    confidence: Union[float, None] = Field(description="Of the least certain field of the result")
    method: Union[Union[Literal["majority", "model", "reviewer", "gold"], str], None] = Field(description="What made the result")
    corrected_at: Union[datetime, None] = Field(description="When a reviewer corrected the result")
    decided_at: Union[datetime, None] = Field(description="When somebody last said what the result is, by a correction or as a known answer; null: nobody has. Send it as `based_on` when you say something else")
    gold: bool = Field(description="Its right answer is known; workers are not told")
    created_at: datetime = Field(description="ISO 8601, UTC")
    completed_at: Union[datetime, None] = Field(description="When the result was made last")
    warnings: list[Warning] = Field(description="What you should know of its pictures, although they are shown")


class Correction(Shape):
    result: list[dict[str, Union[str, float, list[str], list[Row], list[Union[Box, Point, Polygon, Span]], RankValue]]]
    comment: str
    by: Union[str, None] = Field(description="Name of the member; null: by API key, or no longer here")
    created_at: datetime = Field(description="ISO 8601, UTC")
    ended_at: Union[datetime, None] = Field(description="When it was undone or replaced by another")


class Event(Shape):
    id: str = Field(description="Also the `webhook-id` of its deliveries")
    type: Union[Literal["project.created", "project.updated", "project.deleted", "task.created", "task.completed", "task.needs_review", "task.reopened", "task.cancelled", "task.deleted", "result.updated", "task.reported", "task.unreadable", "answer.submitted", "answer.withdrawn", "answer.changed", "assignment.skipped", "worker.paused", "worker.appealed", "bucket.followed", "bucket.troubled", "webhook.test", "webhook.disabled"], str]
    timestamp: datetime = Field(description="ISO 8601, UTC")
    data: dict[str, Any]


class Answer(Shape):
    task_id: str
    worker_id: str
    worker_name: str
    state: Union[Literal["counted", "late", "reverted", "too_fast"], str] = Field(description="Only `counted` ones make results. `late`: came after its place was given away. `too_fast`: came before a careful look can have ended. `reverted`: taken back by the requester")
    version: int
    values: list[dict[str, Union[str, float, list[str], list[Row], list[Union[Box, Point, Polygon, Span]], RankValue]]] = Field(description="One object an item")
    seconds: float = Field(description="From take to submit, by the clock of the database")
    submitted_at: datetime = Field(description="ISO 8601, UTC")


class GoldTask(Shape):
    task_id: str
    external_id: Union[str, None]
    name: Union[str, None]
    version: int
    answer: list[dict[str, Union[str, float, list[str], list[Row], list[Union[Box, Point, Polygon, Span]], RankValue]]] = Field(description="What is right: one object an item")
    source: Union[Literal["api", "dashboard", "csv", "promoted", "review"], str]
    by: Union[str, None] = Field(description="Name of the member who said so last; null: by API key, chosen by Whisker (`source` \"promoted\"), no longer here, or from before this was kept")
    training: bool = Field(description="Only for practice, with feedback; never mixed into work")
    exposures: int = Field(description="Workers who answered it or hold it")
    max_exposures: Union[int, None] = Field(description="After so many it is no longer handed out; null for practice, which everybody may see")
    scored: int = Field(description="Answers that were compared with what is right")
    right: Union[float, None] = Field(description="Share of their values that were right")
    decided_at: Union[datetime, None] = Field(description="When somebody last said what the result is, by a correction or as a known answer; null: nobody has. Send it as `based_on` when you say something else")
    created_at: datetime = Field(description="ISO 8601, UTC")
    retired_at: Union[datetime, None]


class GoldReceiptAsMarked(Shape):
    row: int = Field(description="Row of the file; the header is row 1")
    status: Literal["marked"]
    task_id: str


class GoldReceiptAsError(Shape):
    row: int
    status: Literal["error"]
    code: Union[Literal["bad_request", "invalid_cursor", "unauthenticated", "wrong_credentials", "forbidden", "sign_in_refused", "insufficient_scope", "cross_origin", "quota_exceeded", "not_found", "method_not_allowed", "request_timeout", "too_fast", "already_answered", "assignment_expired", "changed_meanwhile", "conflict", "duplicate_external_id", "idempotency_mismatch", "project_closed", "too_late", "setup_done", "gone", "link_expired", "too_large", "unsupported_media_type", "unsupported_image", "invalid", "corrupt_image", "too_many_pixels", "empty_image", "headers_too_large", "rate_limited", "internal", "corrupt", "storage_full", "unavailable"], str]
    detail: str
    errors: list[FieldProblem]


class EarlierAnswerReceiptCase(Shape):
    line: int = Field(description="Line of the stream, from 1")
    status: Union[Literal["counted", "there"], str] = Field(description="`counted`: it is one of the answers of its task now. `there`: this source has said so before")
    task_id: str


class EarlierAnswerReceiptAsError(Shape):
    line: int
    status: Literal["error"]
    code: Union[Literal["bad_request", "invalid_cursor", "unauthenticated", "wrong_credentials", "forbidden", "sign_in_refused", "insufficient_scope", "cross_origin", "quota_exceeded", "not_found", "method_not_allowed", "request_timeout", "too_fast", "already_answered", "assignment_expired", "changed_meanwhile", "conflict", "duplicate_external_id", "idempotency_mismatch", "project_closed", "too_late", "setup_done", "gone", "link_expired", "too_large", "unsupported_media_type", "unsupported_image", "invalid", "corrupt_image", "too_many_pixels", "empty_image", "headers_too_large", "rate_limited", "internal", "corrupt", "storage_full", "unavailable"], str]
    detail: str
    errors: list[FieldProblem]


class WorkerDetailAnswers(Shape):
    counted: int
    late: int
    reverted: int
    too_fast: int


class WorkerDetailFieldsRowObjects(Shape):
    """Of the objects in gold (boxes, points, outlines, spans): those that overlap with a right one by a half and are called the same, right ones without such, and others"""

    found: int
    missed: int
    extra: int


class WorkerDetailFieldsRow(Shape):
    accuracy: float
    low: float
    high: float
    right: float
    answered: int
    field: str
    objects: Union[WorkerDetailFieldsRowObjects, None] = Field(default=None, description="Of the objects in gold (boxes, points, outlines, spans): those that overlap with a right one by a half and are called the same, right ones without such, and others")


class WorkerDetail(Shape):
    worker_id: str
    name: str
    answers: WorkerDetailAnswers
    median_seconds: Union[float, None]
    project_median_seconds: Union[float, None]
    skill: Union[Skill, None] = Field(description="Over all fields; null without gold answers")
    fields: list[WorkerDetailFieldsRow]
    training: Union[WorkerTraining, None] = Field(description="The latest try; null before the first")
    paused_at: Union[datetime, None]
    paused_reason: Union[str, None]
    appeals: list[Appeal]
    reversal: Union[Reversal, None]


class Skill(Shape):
    accuracy: float
    low: float
    high: float
    right: float
    answered: int


class WorkerTraining(Shape):
    answered: int
    right: int
    questions: int
    pass_: int = Field(alias="pass", description="So many must be right")
    round: int = Field(description="Which try this is")
    passed: bool
    started_at: datetime = Field(description="ISO 8601, UTC")
    finished_at: Union[datetime, None]


class Appeal(Shape):
    id: str
    worker_id: str
    worker_name: str
    comment: str
    created_at: datetime = Field(description="ISO 8601, UTC")
    outcome: Union[Union[Literal["resumed", "kept"], str], None] = Field(description="null: it waits for your answer")
    reply: str
    resolved_at: Union[datetime, None]


class Reversal(Shape):
    reason: str
    reverted: int = Field(description="Answers taken back so far")
    asked_again: int = Field(description="Tasks that are open again because of it")
    created_at: datetime = Field(description="ISO 8601, UTC")
    finished_at: Union[datetime, None]


class Suspicions(Shape):
    made_at: datetime = Field(description="ISO 8601, UTC")
    answers: int = Field(description="Counted answers that were looked at: those to the newest tasks")
    of: int = Field(description="Counted answers of the project")
    data: list[Suspicion]


class SuspicionAsConstant(Shape):
    kind: Literal["constant"]
    workers: list[SuspectedWorker]
    text: str = Field(description="The evidence in one plain sentence")
    field: str
    evidence: EvidenceOfHabits


class SuspicionAsRandom(Shape):
    kind: Literal["random"]
    workers: list[SuspectedWorker]
    text: str = Field(description="The evidence in one plain sentence")
    field: str
    evidence: EvidenceOfHabits


class SuspicionAsSameErrors(Shape):
    kind: Literal["same_errors"]
    workers: list[SuspectedWorker]
    text: str = Field(description="The evidence in one plain sentence")
    field: str
    evidence: EvidenceOfSameErrors


class SuspicionAsKnownGold(Shape):
    kind: Literal["known_gold"]
    workers: list[SuspectedWorker]
    text: str = Field(description="The evidence in one plain sentence")
    field: str
    evidence: EvidenceOfKnownGold


class SuspicionAsTooFast(Shape):
    kind: Literal["too_fast"]
    workers: list[SuspectedWorker]
    text: str = Field(description="The evidence in one plain sentence")
    evidence: EvidenceOfHaste


class SuspectedWorker(Shape):
    worker_id: str
    name: str


class EvidenceOfHabits(Shape):
    answers: int
    bits: float = Field(description="Logarithm to base 2 of the odds: 10 bits are a thousand to one")
    favourite: Union[str, None] = Field(description="What they answer most; null: something rare")
    favourite_share: float


class EvidenceOfSameErrors(Shape):
    pairs: int = Field(description="Pairs of these workers that stand out; the figures are those of the strongest")
    tasks: int = Field(description="Items which both answered and at least one of them wrongly")
    same_errors: int = Field(description="Items on which both gave the same wrong answer")
    bits: float = Field(description="Logarithm to base 2 of the odds: 10 bits are a thousand to one")


class EvidenceOfKnownGold(Shape):
    gold_right: int
    gold_answers: int
    expected: float = Field(description="The share of right answers that their other answers make expect")
    bits: float = Field(description="Logarithm to base 2 of the odds: 10 bits are a thousand to one")


class EvidenceOfHaste(Shape):
    answers: int
    too_fast: int = Field(description="Answers below `min_seconds` of the project")
    median_seconds: float
    project_median_seconds: float


class WorkerProject(Shape):
    id: int
    title: str
    public_description: str
    language: str
    version: int
    output_spec: list[OutputField] = Field(description="What the worker fills in for each item")
    input_spec: list[InputField] = Field(description="What you send with each item")
    status: Union[Literal["active", "paused", "archived"], str]


class Assignment(Shape):
    id: str
    project_id: int
    version: int = Field(description="Version of the form to answer with")
    token: str = Field(description="Goes with each step: it proves that this hold is still the one meant")
    deadline: datetime = Field(description="ISO 8601, UTC")
    seconds_left: float = Field(description="Until the deadline, by the clock of the service, for clocks that are off")
    items: list[dict[str, ShownValue]]
    training: Union[TrainingScore, None] = Field(default=None, description="Only there when this is practice: how far you are. It does not count as work")


class ShownValueAsText(Shape):
    type: Literal["text"]
    text: str


class ShownValueAsImage(Shape):
    type: Literal["image"]
    url: str
    width: int = Field(description="Of the copy that is shown, in pixels")
    height: int
    original: PictureSize


class PictureSize(Shape):
    """Of the picture as it was sent, upright: in these pixels boxes are given"""

    width: int
    height: int


class TrainingScore(Shape):
    answered: int
    right: int
    questions: int
    pass_: int = Field(alias="pass", description="So many must be right")


class TrainingFeedback(Shape):
    right: bool
    answer: list[dict[str, Union[str, float, list[str], list[Row], list[Union[Box, Point, Polygon, Span]], RankValue]]] = Field(description="The right answer: one object an item, with the fields that are known")
    pairs: Union[list[dict[str, list[Union[int, None]]]], None] = Field(default=None, description="Lists of objects: for each of yours, which of the right ones it is, from 0; null: none. One object an item, left out where the form asks for no such")
    score: TrainingScore = Field(description="With this answer")


class OwnAnswer(Shape):
    assignment_id: str
    project_id: int
    version: int
    state: Union[Literal["counted", "late", "reverted", "too_fast"], str] = Field(description="Only `counted` ones make results. `late`: came after its place was given away. `too_fast`: came before a careful look can have ended. `reverted`: taken back by the requester")
    values: list[dict[str, Union[str, float, list[str], list[Row], list[Union[Box, Point, Polygon, Span]], RankValue]]] = Field(description="One object an item")
    submitted_at: datetime = Field(description="ISO 8601, UTC")
    may_edit: bool = Field(description="The answer counts, was given less than ten minutes ago, and in the form that the project has now")
    items: Union[list[dict[str, ShownValue]], None] = Field(description="What was asked; null once the answer can no longer be changed")


class OwnStatistics(Shape):
    today: int
    last_7_days: int
    median_seconds: Union[float, None] = Field(description="Of your latest hundred answers")
    streak_days: int = Field(description="Days in a row with an answer, up to today or yesterday; 365 at the most")


class Report(Shape):
    id: str
    task_id: str
    external_id: Union[str, None]
    name: Union[str, None]
    picture: Union[str, None] = Field(description="The first picture of the task, `asset:<sha256>`")
    text: Union[str, None] = Field(description="Its first text, at most 200 characters of it")
    worker_id: str
    worker_name: str
    reason: Union[Literal["unclear", "not_loading", "disturbing", "personal_data", "other"], str]
    comment: str
    created_at: datetime = Field(description="ISO 8601, UTC")
    settled_at: Union[datetime, None] = Field(description="When somebody of the workspace was done with it. A worker who changes the report opens it again")
    settled_by: Union[str, None] = Field(description="The name of that member; null: by an API key")


class SkippedTaskSkipsRow(Shape):
    worker_id: str
    worker_name: str
    reason: str
    comment: str
    skipped_at: datetime = Field(description="ISO 8601, UTC")


class SkippedTask(Shape):
    task_id: str
    external_id: Union[str, None]
    name: Union[str, None]
    text: Union[str, None] = Field(description="Its first text, at most 200 characters of it")
    status: Union[Literal["open", "needs_review"], str]
    answers: int
    skips: list[SkippedTaskSkipsRow]


class ResultRow(Shape):
    task_id: str
    external_id: Union[str, None]
    name: Union[str, None]
    other_names: list[str] = Field(description="Names that were sent later for the same picture: files with the same bytes are one task")
    metadata: dict[str, Union[str, float, bool, None]]
    version: Union[int, None] = Field(description="null: the task was deleted")
    task_spec: list[dict[str, str]]
    result: Union[list[dict[str, FieldResult]], None] = Field(description="null: there is no result any more")
    answers: int
    gold: bool = Field(description="The result is the known answer")
    method: Union[Union[Literal["majority", "model", "reviewer", "gold"], str], None] = Field(description="Who decided; see `GET /tasks/{task_id}/explanation`")
    corrected: bool = Field(description="A reviewer has changed it")
    completed_at: Union[datetime, None] = Field(description="null: the result is not final")
    status: Union[Literal["open", "completed", "needs_review", "cancelled", "unreadable", "withdrawn"], str] = Field(description="`completed`: final. `open`: somebody asked about it again, and this is the last result until then. `needs_review` (with `likely`): what the answers make likely. `withdrawn` (with `after`): what an export before has given is no result any more")


class ExportEstimate(Shape):
    tasks: int = Field(description="With a result that is given out")
    pictures: int = Field(description="That would be in the file")
    picture_bytes: float = Field(description="What they have as they came; one that is turned upright may have more")
    bytes: float = Field(description="Of the whole file, about: texts are judged by the first tasks, packed as the format packs them")


class ExportedAnswer(Shape):
    task_id: str
    external_id: Union[str, None]
    name: Union[str, None]
    worker_id: str
    state: Union[Literal["counted", "late", "reverted", "too_fast"], str] = Field(description="Only `counted` ones make results. `late`: came after its place was given away. `too_fast`: came before a careful look can have ended. `reverted`: taken back by the requester")
    version: int
    values: list[dict[str, Union[str, float, list[str], list[Row], list[Union[Box, Point, Polygon, Span]], RankValue]]] = Field(description="One object an item")
    seconds: float = Field(description="From take to submit, by the clock of the database")
    submitted_at: datetime = Field(description="ISO 8601, UTC")
    gold: bool = Field(description="The right answer is known")


class ReleaseAnswersPerTask(Shape):
    min: int
    mean: float
    max: int


class ReleaseSincePreviousCase(Shape):
    added: int
    removed: int
    changed: int


class Release(Shape):
    number: int
    name: str
    notes: str
    likely: bool = Field(description="Tasks that waited for a review are in it too")
    tasks: int
    pictures: int
    bytes: int = Field(description="Of its pictures")
    digest: str = Field(description="Of all rows and forms: equal results have equal digests")
    jsonl_sha256: str = Field(description="Of the file that `format=jsonl` gives")
    workers: int = Field(description="People and models who had answered in the project")
    answers: int = Field(description="Answers that its results are made of")
    answers_per_task: ReleaseAnswersPerTask
    methods: dict[str, int] = Field(description="How many tasks were decided how")
    agreement: dict[str, float] = Field(description="By field: the share of answers that say what the result says, where two or more were given")
    since_previous: Union[ReleaseSincePreviousCase, None] = Field(description="Tasks, against the release before it; null: it is the first")
    created_at: datetime = Field(description="ISO 8601, UTC")


class ManifestLine(Shape):
    task_id: str
    external_id: Union[str, None]
    sha256: str = Field(description="Of the line of the task in `format=jsonl`, without its end of line")
    pictures: list[str]


class ReleaseChange(Shape):
    task_id: str
    change: Union[Literal["added", "removed", "changed"], str]
    what: list[Union[Literal["result", "confidence", "status", "answers", "form", "task"], str]] = Field(description="Of a changed one. `result`: a label is another; `confidence`: labels are the same, how sure they are is not; `answers`: their number, method, correction or time; `form`: the version of the form; `task`: what was sent, names, metadata, gold")
    before: Union[ResultRow, None]
    after: Union[ResultRow, None]


class ExplanationAnswersRow(Shape):
    worker_id: str
    values: list[dict[str, Union[str, float, list[str], list[Row], list[Union[Box, Point, Polygon, Span]], RankValue]]]
    submitted_at: datetime = Field(description="ISO 8601, UTC")
    accuracy: Union[dict[str, float], None] = Field(description="How often the worker was thought to be right when this result was made, per field")


class ExplanationItemsRowValueVotesRow(Shape):
    value: Union[Union[str, float, list[str], list[Row], list[Union[Box, Point, Polygon, Span]], RankValue], None]
    count: int


class ExplanationItemsRowValue(Shape):
    value: Union[Union[str, float, list[str], list[Row], list[Union[Box, Point, Polygon, Span]], RankValue], None] = Field(description="null: no answer was the answer (the field is optional)")
    confidence: float = Field(description="The probability that the value is right; of an order (rank), that its first place is")
    order: Union[OrderResult, None] = Field(default=None, description="Orders: how sure the rest of it is")
    votes: list[ExplanationItemsRowValueVotesRow]
    spread: Union[float, None] = Field(default=None, description="Numbers and ratings: how far the answers lie apart, as a robust standard deviation")
    objects: Union[list[ObjectResult], None] = Field(default=None, description="Lists of objects (boxes): how sure each of them is, in the order of `value`")
    left_out: Union[list[LeftOut], None] = Field(default=None, description="Lists of objects: those that `value` goes without and that are there with a probability of 0.1 and more; the likeliest hundred, left out where there is none")
    rows: Union[list[RowResult], None] = Field(default=None, description="Rows: how sure each of them is, in the order of `value`")
    other: Union[float, None] = Field(default=None, description="Texts: the probability that nobody gave the right name")
    posterior: Union[float, None] = Field(description="The raw probability, which decides whether to ask on. It takes the workers’ errors for independent, so it is far too sure: `confidence` is what to believe")
    joined: list[Join] = Field(description="Text fields: what people typed in another form than it is shown and counted as, by the settings of today. To undo one, add the two to `apart` of the project")


class Explanation(Shape):
    task_id: str
    status: str
    method: Union[Literal["majority", "model", "reviewer", "gold"], str] = Field(description="`model`: by what is known of the crowd. `majority`: by votes. `reviewer`, `gold`: by who knows")
    corrected: bool = Field(description="A reviewer has changed it")
    version: Union[int, None] = Field(description="The version of the specs that the answers follow")
    refit: Union[int, None] = Field(description="Number of the refit whose models were used; 0: what is thought of any crowd. null: unknown")
    refit_at: Union[datetime, None]
    decided_at: datetime = Field(description="ISO 8601, UTC")
    answers: list[ExplanationAnswersRow] = Field(description="The answers that made the result, oldest first")
    answers_left_out: int = Field(description="Answers that are not shown here because all together are more than 8 MB; `GET /tasks/{id}/answers` has them")
    items: list[dict[str, ExplanationItemsRowValue]]


class Join(Shape):
    typed: str
    name: str = Field(description="What it counts as, and is shown as")
    why: Union[Literal["case", "letters", "marks", "synonym", "words", "spelling"], str] = Field(description="`case`: upper and lower case. `letters`: width, spaces, punctuation at the edges, Unicode form. `marks`: marks that the language does not tell words apart by. `synonym`: you said so. `words`: plain words such as a colour. `spelling`: a slip of the keyboard")
    answers: int


class ProjectQualityBandsRow(Shape):
    from_: float = Field(alias="from")
    to: float
    tasks: int


class ProjectQualityFieldsRow(Shape):
    field: str
    type: str
    method: Union[Literal["hierarchical", "one-coin", "names", "median"], str]
    answers: int
    alpha: Union[float, None] = Field(description="Krippendorff’s alpha: agreement beyond chance, 1 is full")


class ProjectQuality(Shape):
    refit: int = Field(description="How often the models were drawn from all answers; 0: not yet")
    refit_at: Union[datetime, None]
    refit_answers: int = Field(description="Answers that the last refit has seen")
    refit_due: bool = Field(description="Another refit is on its way")
    answers: int = Field(description="Counted answers of tasks with a result")
    tasks: int = Field(description="Tasks with a result")
    mean_answers: Union[float, None] = Field(description="Answers per task with a result")
    bands: list[ProjectQualityBandsRow] = Field(description="Tasks by the confidence of their least certain field, from <= confidence < to")
    fields: list[ProjectQualityFieldsRow] = Field(description="As of the last refit")


class SynonymSuggestion(Shape):
    field: str
    from_: str = Field(alias="from")
    to: str
    together: int = Field(description="Tasks on which both were said")
    tasks: int = Field(description="Tasks on which `from` was said")
    answers: int = Field(description="Answers that would count as `to`")
    why: Union[Literal["together", "spelling", "words"], str] = Field(description="`together`: people say both of the same things. `spelling`: `from` may be `to` mistyped. `words`: `from` is `to` with plain words, such as a colour")


class QualityReport(Shape):
    project_id: int
    made_at: datetime = Field(description="ISO 8601, UTC")
    answers: int = Field(description="Counted answers to completed tasks")
    tasks: int = Field(description="Completed tasks")
    answers_per_task: Union[float, None]
    saved: Union[float, None] = Field(description="Share of answers saved against `max_answers` answers of each task; null without completed tasks")
    fields: list[FieldReport]


class FieldReportGoldCase(Shape):
    tasks: int
    labels: Share
    answers: Share


class FieldReportConfusionCase(Shape):
    names: list[Union[str, None]]
    counts: list[list[int]]


class FieldReportCalibrationCaseRow(Shape):
    from_: float = Field(alias="from")
    to: float
    tasks: int
    confidence: float = Field(description="Mean published confidence")
    accuracy: float = Field(description="Share that was right")


class FieldReportSpentRow(Shape):
    at_most: int
    answers_per_task: float
    model: float = Field(description="Share of labels that are right with so many answers")
    majority: float = Field(description="The same by plain majority")


class FieldReport(Shape):
    field: str
    type: str
    tasks: int = Field(description="Items with an answer")
    answers: int
    alpha: Union[float, None] = Field(description="Krippendorff’s alpha: agreement beyond chance. 1 is perfect, 0 is what dice would give; from 0.8 on reliable")
    gold: Union[FieldReportGoldCase, None] = Field(description="Against gold: labels as they would be without knowing it, and single answers. null: no gold answered")
    confusion: Union[FieldReportConfusionCase, None] = Field(description="How often what (column) was answered where it was what (row): by gold where there is some, else by the label. The last name may be null: everything else")
    calibration: Union[list[FieldReportCalibrationCaseRow], None] = Field(description="null below 20 gold tasks")
    joins: list[ReportedJoin] = Field(description="Text fields: what was counted as another text, the boldest first, then by answers; at most 100. To undo one, add the two to `apart` of the project")
    spent: list[FieldReportSpentRow] = Field(description="The first 1, 2, 3, ... answers of each task put together")
    measured_by: Union[Literal["gold", "results"], str] = Field(description="What `spent` is measured against: gold from 20 tasks on, else the labels of all answers")


class Share(Shape):
    share: float
    low: float
    high: float
    of: int = Field(description="How many were looked at")


class ReportedJoin(Shape):
    typed: str
    name: str = Field(description="What it counts as, and is shown as")
    why: Union[Literal["case", "letters", "marks", "synonym", "words", "spelling"], str] = Field(description="`case`: upper and lower case. `letters`: width, spaces, punctuation at the edges, Unicode form. `marks`: marks that the language does not tell words apart by. `synonym`: you said so. `words`: plain words such as a colour. `spelling`: a slip of the keyboard")
    answers: int
    items: int = Field(description="Items on which it was joined")


class BucketTroubleCase(Shape):
    code: str
    detail: str


class BucketObjects(Shape):
    """Objects by what became of them. `replaced` are also counted by their state of today"""

    waiting: int
    taken: int
    failed: int
    removed: int
    replaced: int


class BucketPassCase(Shape):
    started_at: datetime = Field(description="ISO 8601, UTC")
    finished_at: Union[datetime, None]
    listed: int = Field(description="Objects that the bucket has named")
    requests: int = Field(description="Requests to the bucket, repeated ones too")
    taken: int = Field(description="Pictures that became tasks, or that a task had already")
    replaced: int = Field(description="Of these, objects whose earlier content is another task")
    removed: int = Field(description="Objects that are no longer there; their tasks stay")
    failed: int


class BucketLastPassCase(Shape):
    started_at: datetime = Field(description="ISO 8601, UTC")
    finished_at: Union[datetime, None]
    listed: int = Field(description="Objects that the bucket has named")
    requests: int = Field(description="Requests to the bucket, repeated ones too")
    taken: int = Field(description="Pictures that became tasks, or that a task had already")
    replaced: int = Field(description="Of these, objects whose earlier content is another task")
    removed: int = Field(description="Objects that are no longer there; their tasks stay")
    failed: int


class Bucket(Shape):
    project_id: int
    endpoint: str
    region: str
    bucket: str
    prefix: str
    pattern: str
    field: str
    interval_minutes: int
    credentials: Union[Literal["sealed", "none", "unreadable"], str] = Field(description="`unreadable`: sealed with a key that this server does not have. Send them again")
    status: Union[Literal["following", "paused"], str]
    is_at_work: bool = Field(description="A pass is under way")
    trouble: Union[BucketTroubleCase, None] = Field(description="Why the last pass did not come to its end; it goes on from there at the next time")
    objects: BucketObjects = Field(description="Objects by what became of them. `replaced` are also counted by their state of today")
    pass_: Union[BucketPassCase, None] = Field(alias="pass", description="The one under way")
    last_pass: Union[BucketLastPassCase, None] = Field(description="The last one that came to its end")
    next_pass_at: Union[datetime, None]
    created_at: datetime = Field(description="ISO 8601, UTC")
    updated_at: datetime = Field(description="ISO 8601, UTC")


class BucketCheckObjectsRow(Shape):
    key: str
    size_bytes: int
    etag: str
    last_modified: str


class BucketCheck(Shape):
    objects: list[BucketCheckObjectsRow] = Field(description="The first ten that would become tasks")
    fitting: int = Field(description="How many of the first page would become tasks")
    listed: int = Field(description="Objects of the first page, 1,000 at most")
    more: bool = Field(description="The bucket has more than the first page")
    readable: Union[bool, None] = Field(description="Whether the first of them may be read, not only listed; null: there is none")
    unreadable_reason: Union[str, None]


class BucketObject(Shape):
    key: str
    state: Union[Literal["waiting", "taken", "failed", "removed"], str]
    etag: str
    size_bytes: int
    task_id: Union[str, None] = Field(description="null: it has none, or its task was deleted")
    replaced_task_id: Union[str, None] = Field(description="The task of what the object was before. It stays as it is; cancel it where it is no longer wanted")
    code: Union[str, None]
    detail: Union[str, None] = Field(description="Why there is no task, and what to do")
    changed_at: datetime = Field(description="ISO 8601, UTC")


class Webhook(Shape):
    id: str
    url: str
    description: str
    project_id: Union[int, None] = Field(description="Only events of this project; null: all of the workspace")
    event_types: list[Union[Literal["project.created", "project.updated", "project.deleted", "task.created", "task.completed", "task.needs_review", "task.reopened", "task.cancelled", "task.deleted", "result.updated", "task.reported", "task.unreadable", "answer.submitted", "answer.withdrawn", "answer.changed", "assignment.skipped", "worker.paused", "worker.appealed", "bucket.followed", "bucket.troubled", "webhook.test", "webhook.disabled"], str]] = Field(description="Only these types of event; empty: all")
    status: Union[Literal["enabled", "disabled"], str]
    disabled_reason: Union[str, None]
    is_callback: bool = Field(description="true: made by the `callback_url` of its project, and changed there")
    created_at: datetime = Field(description="ISO 8601, UTC")
    updated_at: datetime = Field(description="ISO 8601, UTC")
    secret: Union[str, None] = Field(default=None, description="Shown when the webhook is made or its secret is rotated")


class Delivery(Shape):
    id: str
    webhook_id: str
    event_id: str
    event_type: Union[Literal["project.created", "project.updated", "project.deleted", "task.created", "task.completed", "task.needs_review", "task.reopened", "task.cancelled", "task.deleted", "result.updated", "task.reported", "task.unreadable", "answer.submitted", "answer.withdrawn", "answer.changed", "assignment.skipped", "worker.paused", "worker.appealed", "bucket.followed", "bucket.troubled", "webhook.test", "webhook.disabled"], str]
    state: Union[Literal["pending", "delivered", "failed"], str]
    attempts: int
    next_attempt_at: Union[datetime, None]
    created_at: datetime = Field(description="ISO 8601, UTC")
    last_attempt: Union[DeliveryAttempt, None]


class DeliveryAttempt(Shape):
    attempt: int
    at: datetime = Field(description="ISO 8601, UTC")
    ok: bool
    status: Union[int, None] = Field(description="HTTP status, if there was an answer")
    failure: Union[str, None] = Field(description="Why not: `timeout`, `refused`, `dns`, `tls`, `blocked`, ...")
    explanation: Union[str, None] = Field(description="What happened, why, and what to do next, in full sentences; null when it was received, and for attempts before this was kept")
    duration_ms: int
    response: str = Field(description="The beginning of what the receiver answered")


OutputFieldInput = Union[OutputFieldInputAsInput, OutputFieldInputAsTextarea, OutputFieldInputAsNumber, OutputFieldInputAsSelect, OutputFieldInputAsRadio, OutputFieldInputAsCheckbox, OutputFieldInputAsRating, OutputFieldInputAsDate, OutputFieldInputAsBoxes, OutputFieldInputAsPoints, OutputFieldInputAsPolygons, OutputFieldInputAsRank, OutputFieldInputAsRows, OutputFieldInputAsSpans]


SmallFieldInput = Union[SmallFieldInputAsInput, SmallFieldInputAsTextarea, SmallFieldInputAsNumber, SmallFieldInputAsSelect, SmallFieldInputAsRadio, SmallFieldInputAsCheckbox, SmallFieldInputAsRating, SmallFieldInputAsDate]


ItemDraft = dict[str, Any]


MetadataValue = Union[str, float, bool, None]


OutputField = Union[OutputFieldAsInput, OutputFieldAsTextarea, OutputFieldAsNumber, OutputFieldAsSelect, OutputFieldAsRadio, OutputFieldAsCheckbox, OutputFieldAsRating, OutputFieldAsDate, OutputFieldAsBoxes, OutputFieldAsPoints, OutputFieldAsPolygons, OutputFieldAsRank, OutputFieldAsRows, OutputFieldAsSpans]


SmallField = Union[SmallFieldAsInput, SmallFieldAsTextarea, SmallFieldAsNumber, SmallFieldAsSelect, SmallFieldAsRadio, SmallFieldAsCheckbox, SmallFieldAsRating, SmallFieldAsDate]


AssetBulkReceipt = Union[AssetBulkReceiptAsStored, AssetBulkReceiptAsError]


Row = dict[str, Union[str, float, list[str]]]


Attributes = dict[str, Union[str, float, list[str]]]


RankValue = list[list[str]]


BulkReceipt = Union[BulkReceiptCase, BulkReceiptAsError]


GoldReceipt = Union[GoldReceiptAsMarked, GoldReceiptAsError]


EarlierAnswerReceipt = Union[EarlierAnswerReceiptCase, EarlierAnswerReceiptAsError]


Suspicion = Union[SuspicionAsConstant, SuspicionAsRandom, SuspicionAsSameErrors, SuspicionAsKnownGold, SuspicionAsTooFast]


ShownValue = Union[ShownValueAsText, ShownValueAsImage]
