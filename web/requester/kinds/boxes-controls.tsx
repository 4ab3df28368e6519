import type { FieldOf } from '@whisker/api/kinds/kind.ts'
import type { Box } from '@whisker/api/kinds/schema/boxes.ts'
import type { CorrectionProps, KindControls, PropertiesProps } from './kind.ts'
import { ObjectsCorrection, ObjectsProperties, Pixels } from './objects-controls.tsx'
import { OptionalNumber } from './optional.tsx'

type BoxesField = FieldOf<'boxes'>

export const boxesControls: KindControls<BoxesField> = { Properties, Correction }

function Properties(props: PropertiesProps<BoxesField>) {
  return (
    <ObjectsProperties {...props}>
      <OptionalNumber {...props} label="At least this many pixels wide and high" name="min_size" />
    </ObjectsProperties>
  )
}

const places = { x: 'From the left', y: 'From the top', width: 'Width', height: 'Height' } as const
const fresh = { x: 0, y: 0, width: 100, height: 100 }

function Correction(props: CorrectionProps<BoxesField>) {
  return (
    <ObjectsCorrection<Box>
      {...props}
      noun="box"
      isOne={(object) => 'width' in object}
      fresh={fresh}
      Place={(place) => <Pixels {...place} places={places} />}
    />
  )
}
