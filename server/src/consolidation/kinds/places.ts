import { isTree, lineOf, placeMeant, type TreeOptions } from '@whisker/api/kinds/places.ts'
import type { ConsolidatedField } from '../field.ts'
import { goTogether, standingFor } from '../places/agreement.ts'
import { collectPlaces } from '../places/collect.ts'
import { emptyPlaces } from '../places/crowd.ts'
import { ofAllVersions, type Tree, treeOf } from '../places/tree.ts'
import { choices } from './choices.ts'
import type { Kind } from './kind.ts'

/** One of a list, which is as any choice (`choices.ts`), or of a tree, where whoever names a place above another one's agrees with them. */
export const places: Kind = {
  ...choices,
  agrees: (field, truth, value) =>
    truth === value || (ofTree(field) && goTogether(treeOfField(field), truth as string, value as string)),
  /** Of the way down to what is right: how much of it was said (hierarchical recall: Kiritchenko et al., 2005). */
  score(truth, value, field) {
    if (truth === value || !ofTree(field)) return Number(truth === value)
    if (!goTogether(treeOfField(field), truth as string, value as string)) return 0
    return Math.min(1, levelOf(field, value as string) / levelOf(field, truth as string))
  },
  emptyModel(versions) {
    if (!versions.some(ofTree)) return choices.emptyModel(versions)
    return { kind: 'places', crowd: emptyPlaces(treeOf(ofAllVersions(versions.map(optionsOf))).levels) }
  },
  collect(versions, expected) {
    if (!versions.some(ofTree)) return choices.collect(versions, expected)
    const options = ofAllVersions(versions.map(optionsOf))
    const asKept = (value: Parameters<Kind['asGiven']>[0]) => {
      const given = choices.asGiven(value)
      return given === null ? null : (placeMeant(options, given) as string)
    }
    return collectPlaces(
      treeOf(options),
      versions.some(({ required }) => !required),
      asKept,
    )(expected)
  },
  /** An older form's name may be a synonym today. */
  inFormOrder: (field, value) =>
    ofTree(field) && treeOfField(field).placeOf.has(value as string)
      ? value
      : (placeMeant(optionsOf(field), value) as string),
  standingFor: (field, values, truth) => (ofTree(field) ? standingFor(treeOfField(field), values, truth) : [...values]),
}

function ofTree(field: ConsolidatedField): boolean {
  return isTree(optionsOf(field))
}

function treeOfField(field: ConsolidatedField): Tree {
  return treeOf(optionsOf(field))
}

function optionsOf({ options = [] }: ConsolidatedField): TreeOptions {
  return options
}

function levelOf(field: ConsolidatedField, value: string): number {
  return lineOf(optionsOf(field), value).length
}
