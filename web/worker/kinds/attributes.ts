import type { FieldObject } from '@whisker/api/fields.ts'
import type { SmallValues } from '@whisker/api/kinds/schema/small-field.ts'

/** What is said of an object besides its label. */
export function attributesOf(object: FieldObject): SmallValues {
  return ('attributes' in object && object.attributes) || {}
}

/** An object of which just this is said. */
export function withAttributes<O extends FieldObject>(object: O, said: SmallValues): O {
  const { attributes: _, ...others } = object as O & { attributes?: SmallValues }
  return (Object.keys(said).length === 0 ? others : { ...others, attributes: said }) as O
}
