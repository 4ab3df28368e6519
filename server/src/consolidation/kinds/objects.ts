import type { FieldObject, FieldValue } from '@whisker/api/fields.ts'
import type { SmallValues } from '@whisker/api/kinds/schema/small-field.ts'
import type { ConsolidatedField, MajorityResult, SmallField } from '../field.ts'
import { apart } from '../objects/apart.ts'
import { alikeIn, attributeFields, attributesOf } from '../objects/attributes.ts'
import { candidatesOf } from '../objects/candidates.ts'
import { collectObjects } from '../objects/collect.ts'
import { objectsIn } from '../objects/evidence.ts'
import type { Geometry } from '../objects/geometry.ts'
import { emptyObjects } from '../objects/model.ts'
import { f1, foundOf, pairsOf } from '../objects/score.ts'
import { majorityOf, plainly, smallInOrder } from '../small/compare-small.ts'
import { inAllVersions } from '../small/fit-small.ts'
import { emptySmall } from '../small/small-models.ts'
import { countVotes, groupByKey, plurality } from '../votes.ts'
import { optionsOf } from './choices.ts'
import type { Kind, KindOf } from './kind.ts'

/**
 * Lists of objects in a picture. Each object is a question of its own: is it there, what is it, where exactly? An answer is right when it
 * has all objects and no other one.
 */
export function objectsKind<O extends FieldObject>(
  kindOf: KindOf,
  geometryOf: (field: ConsolidatedField) => Geometry<O>,
  asGiven: (value: FieldValue | null | undefined) => O[] | null,
): Kind {
  const scoreOf = (field: ConsolidatedField, truth: FieldValue, value: FieldValue, by = plainly) => {
    const [right, said] = [asGiven(truth), asGiven(value)]
    return right && said ? f1(foundOf(geometryOf(field), right, said, undefined, alikeIn(kindOf, field, by))) : 0
  }
  return {
    asGiven,
    majority: (field, given, keyOf) =>
      byQuorum(geometryOf(field), given as (O[] | null)[], (said) =>
        majorityOf(kindOf, attributeFields(field), said, keyOf),
      ),
    agrees: (field, truth, value, by) => scoreOf(field, truth, value, by) === 1,
    score: (truth, value, field) => scoreOf(field, truth, value),
    pairs: (field, truth, value) => pairsOf(geometryOf(field), asGiven(truth) ?? [], asGiven(value) ?? []),
    group: (_, values) => groupByKey(values, JSON.stringify),
    emptyModel: (versions) =>
      emptyObjects(optionsOf(versions), emptySmall(kindOf, inAllVersions(versions.map(attributeFields)))),
    collect: (versions, expected) =>
      collectObjects(kindOf, geometryOf(versions[0]!), asGiven, { versions, classes: optionsOf(versions) }, expected),
    inFormOrder: (field, value) => inFormOrder(kindOf, attributeFields(field), value as O[]),
    told: (_, values) => ({ votes: countVotes(values, JSON.stringify) }),
    isUnanimous: (field, value, votes) =>
      votes.every((vote) => vote.value !== null && scoreOf(field, value, vote.value) === 1),
    isTyped: false,
    confusion: null,
    isComparable: false,
    bars: null,
    geometry: (field) => geometryOf(field) as unknown as Geometry,
  }
}

/** By their names: see boxes.ts. */
export function attributesInOrder(attributes: SmallValues | undefined): { attributes?: SmallValues } {
  if (attributes === undefined) return {}
  return { attributes: Object.fromEntries(Object.entries(attributes).sort(([a], [b]) => (a < b ? -1 : 1))) }
}

/** What is said of each in the order of the form, and no more than it asks. */
function inFormOrder<O extends FieldObject>(kindOf: KindOf, fields: readonly SmallField[], value: O[]): FieldValue {
  return value.map((object) => {
    if (!('attributes' in object)) return object
    const { attributes: _, ...others } = object
    const said = smallInOrder(kindOf, fields, attributesOf(object))
    return Object.keys(said).length === 0 ? others : { ...others, attributes: said }
  }) as FieldValue
}

/** What more than half of the answers have, in the middle of where they have it. */
function byQuorum<O extends FieldObject>(
  geometry: Geometry<O>,
  given: (O[] | null)[],
  majority: (said: SmallValues[]) => ReturnType<typeof majorityOf>,
): MajorityResult {
  const votes = countVotes(given, JSON.stringify)
  const answers = given.filter((answer) => answer !== null)
  if (answers.length * 2 < given.length) return { value: null, confidence: 1 - answers.length / given.length, votes }
  let confidence = 1
  const found = candidatesOf(geometry, answers).flatMap((candidate) => {
    const share = candidate.found / given.length
    confidence = Math.min(confidence, Math.max(share, 1 - share))
    if (share <= 0.5) return []
    const objects = objectsIn(answers, candidate)
    const { value: label } = plurality(
      objects.map((one) => one.label ?? null),
      String,
    )
    const place = geometry.middle(
      objects,
      objects.map(() => 1),
    )
    const said = majority(objects.map(attributesOf))
    confidence = Math.min(confidence, said.confidence)
    const attributes = Object.keys(said.values).length > 0 && { attributes: said.values }
    return [{ share, object: { ...place, ...(label !== null && { label: label as string }), ...attributes } }]
  })
  const kept = apart(geometry, found, (one) => one.share)
  for (const one of found) if (!kept.includes(one)) confidence = Math.min(confidence, 1 - one.share)
  const value = kept.map(({ object }) => object)
  return { value, confidence, votes }
}
