import type { FieldObject } from '@whisker/api/fields.ts'
import type { Translate } from '../language/translate.ts'
import { attributesOf, withAttributes } from './attributes.ts'
import { drawingOf, type ObjectsField } from './drawing-of.ts'
import type { DraftValue, WorkerKind } from './kind.ts'
import { optionText } from './options.tsx'
import { plain } from './plain.ts'
import { drafted, sent, smallWords, type Turn, turnedSmall } from './small-draft.ts'

/**
 * What is the same for all of them: that there is nothing is an answer, too, with a key of its own.
 *
 * @param counted how many there are, in words.
 */
export function objectsKind(counted: 'boxCount' | 'placeCount'): Omit<WorkerKind<ObjectsField>, 'Control'> {
  return {
    ...plain,
    toAnswer: (value, language, field) => turned(field, value, sent(language)),
    fromAnswer: (value, language, field) => turned(field, value, drafted(language)),
    choices: {
      count: ({ min_count = 0 }) => (min_count > 0 ? 0 : 1),
      taken: (field, before) => (!field.required && objectsOf(before)?.length === 0 ? '' : []),
      after: 'goes_on',
    },
    drawn: {
      of: ({ of }) => of,
      drawing: drawingOf,
    },
    faults: {
      too_few: (t, { min_count = 1 }) => t('atLeast', { min: min_count }),
      too_many: (t, { max_count = 1000 }) => t('atMost', { max: max_count }),
      outside: (t) => t('outside'),
      needs_label: (t) => t('objectNeedsLabel'),
      wrong_type: (t) => t('needsNumber'),
    },
    words(field, value, language, t) {
      const list = objectsOf(value) ?? []
      if (list.length === 0) return t('nothingHere')
      const count = t(counted, { count: list.length })
      const labels = list.map((object) => objectText(field, object, language, t)).filter(Boolean)
      return labels.length === 0 ? count : `${count}: ${new Intl.ListFormat(language, { type: 'unit' }).format(labels)}`
    },
  }
}

/** undefined: nothing has been said. */
export function objectsOf<O extends FieldObject>(value: DraftValue | undefined): O[] | undefined {
  return Array.isArray(value) && value.every((one) => typeof one === 'object' && !Array.isArray(one))
    ? (value as O[])
    : undefined
}

/** `Zebra (standing)`: what one is, and what is said of it. */
function objectText(field: ObjectsField, object: FieldObject, language: string, t: Translate): string {
  const label = object.label === undefined ? '' : labelText(field, object.label)
  const said = smallWords(field.attributes ?? [], attributesOf(object), language, t)
  return label && said ? `${label} (${said})` : label || said
}

function labelText({ options }: ObjectsField, label: string): string {
  const option = options?.find(({ value }) => value === label)
  return option ? optionText(option) : label
}

/** What is no list of objects is sent as it is, and the check refuses it. */
function turned({ attributes }: ObjectsField, value: DraftValue, turn: Turn): DraftValue {
  const list = attributes && objectsOf(value)
  return list?.map((object) => withAttributes(object, turnedSmall(attributes!, attributesOf(object), turn))) ?? value
}
