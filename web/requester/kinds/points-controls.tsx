import { NumberInput } from '@mantine/core'
import type { FieldOf } from '@whisker/api/kinds/kind.ts'
import type { Point } from '@whisker/api/kinds/schema/points.ts'
import { useField } from '../controls/faults.tsx'
import type { CorrectionProps, KindControls, PropertiesProps } from './kind.ts'
import { ObjectsCorrection, ObjectsProperties, Pixels } from './objects-controls.tsx'

type PointsField = FieldOf<'points'>

export const pointsControls: KindControls<PointsField> = { Properties, Correction }

function Properties(props: PropertiesProps<PointsField>) {
  const { field, pointer, change } = props
  return (
    <ObjectsProperties {...props}>
      <NumberInput
        label="The same up to so many pixels"
        description="How far two people’s points may lie apart: about half of what is counted."
        min={1}
        value={field.radius}
        onChange={(radius) => change({ ...field, radius: Number(radius) })}
        {...useField(`${pointer}/radius`)}
      />
    </ObjectsProperties>
  )
}

function Correction(props: CorrectionProps<PointsField>) {
  return (
    <ObjectsCorrection<Point>
      {...props}
      noun="point"
      isOne={(object) => 'x' in object && !('width' in object)}
      fresh={{ x: 0, y: 0 }}
      Place={(place) => <Pixels {...place} places={{ x: 'From the left', y: 'From the top' }} />}
    />
  )
}
