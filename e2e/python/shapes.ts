import { formats, isTaken, refusalOf } from '@whisker/api/formats.ts'
import { openApiDocument } from '@whisker/api/openapi.ts'
import { problems } from '@whisker/api/problem.ts'
import { className, shapeClasses } from './pydantic.ts'

const head = '# Made by `npm run python-shapes` from the API of this repository. Do not edit.\n'

/** The files of the Python package that are made, by their path from the root of the repository. */
export function pythonFiles(): Record<string, string> {
  const folder = 'python/src/whisker'
  return {
    [`${folder}/shapes.py`]: shapes(),
    [`${folder}/_problems.py`]: errors(),
    [`${folder}/_formats.py`]: pictures(),
  }
}

function shapes(): string {
  const { components } = openApiDocument('', '') as { components: { schemas: Record<string, object> } }
  return `${head}"""The shapes of the API: what is sent and what comes back."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal, Union

from pydantic import BaseModel, ConfigDict, Field


class Shape(BaseModel):
    """What a newer service adds is kept. Built when first used: by then all names are there, that of Warning too."""

    model_config = ConfigDict(extra="allow", populate_by_name=True, defer_build=True)

${shapeClasses(components.schemas)}`
}

function errors(): string {
  const codes = Object.entries(problems)
  const classes = codes.map(
    ([code, { status, title }]) =>
      `class ${className(code)}(ApiError):\n    """${title} (\`${code}\`, status ${status})."""\n`,
  )
  const table = codes.map(([code]) => `    "${code}": ${className(code)},\n`)
  return `${head}"""A class for each code of the API."""

from ._errors import ApiError


${classes.join('\n\n')}

BY_CODE: dict[str, type[ApiError]] = {
${table.join('')}}
`
}

function pictures(): string {
  const endings = (list: readonly { endings: readonly string[] }[]) =>
    list.flatMap((format) => format.endings.map((ending) => `    ${JSON.stringify(ending)},\n`)).join('')
  const refused = formats.filter((format) => !isTaken(format))
  const advice = refused.flatMap((format) =>
    format.endings.map((ending) => `    ${JSON.stringify(ending)}: ${JSON.stringify(refusalOf(format))},\n`),
  )
  return `${head}"""Endings of pictures: those that are sent, and what is said of those that are not taken."""

TAKEN = frozenset((
${endings(formats.filter(isTaken))}))

REFUSED = {
${advice.join('')}}
`
}
