import type { FieldObject, FieldValue } from '@whisker/api/fields.ts'
import type { ConsolidatedField, MajorityResult } from '../field.ts'
import { apart } from '../objects/apart.ts'
import { candidatesOf } from '../objects/candidates.ts'
import { collectObjects } from '../objects/collect.ts'
import { objectsIn } from '../objects/evidence.ts'
import type { Geometry } from '../objects/geometry.ts'
import { emptyObjects } from '../objects/model.ts'
import { f1, foundOf, pairsOf } from '../objects/score.ts'
import { countVotes, groupByKey, plurality } from '../votes.ts'
import { optionsOf } from './choices.ts'
import type { Kind } from './kind.ts'

/**
 * Lists of objects in a picture. Each object is a question of its own: is it there, what is it, where exactly? An answer is right when it
 * has all objects and no other one.
 */
export function objectsKind<O extends FieldObject>(
  geometryOf: (field: ConsolidatedField) => Geometry<O>,
  asGiven: (value: FieldValue | null | undefined) => O[] | null,
): Kind {
  const scoreOf = (field: ConsolidatedField, truth: FieldValue, value: FieldValue) => {
    const [right, said] = [asGiven(truth), asGiven(value)]
    return right && said ? f1(foundOf(geometryOf(field), right, said)) : 0
  }
  return {
    asGiven,
    majority: (field, given) => byQuorum(geometryOf(field), given as (O[] | null)[]),
    agrees: (field, truth, value) => scoreOf(field, truth, value) === 1,
    score: (truth, value, field) => scoreOf(field, truth, value),
    pairs: (field, truth, value) => pairsOf(geometryOf(field), asGiven(truth) ?? [], asGiven(value) ?? []),
    group: (_, values) => groupByKey(values, JSON.stringify),
    emptyModel: (versions) => emptyObjects(optionsOf(versions)),
    collect: (versions, expected) => collectObjects(geometryOf(versions[0]!), asGiven, optionsOf(versions), expected),
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

/** What more than half of the answers have, in the middle of where they have it. */
function byQuorum<O extends FieldObject>(geometry: Geometry<O>, given: (O[] | null)[]): MajorityResult {
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
    return [{ share, object: label === null ? place : { ...place, label: label as string } }]
  })
  const kept = apart(geometry, found, (one) => one.share)
  for (const one of found) if (!kept.includes(one)) confidence = Math.min(confidence, 1 - one.share)
  const value = kept.map(({ object }) => object)
  return { value, confidence, votes }
}
