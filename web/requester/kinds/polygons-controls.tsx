import { Textarea } from '@mantine/core'
import type { FieldOf } from '@whisker/api/kinds/kind.ts'
import type { Polygon } from '@whisker/api/kinds/schema/polygons.ts'
import { useState } from 'react'
import type { CorrectionProps, KindControls } from './kind.ts'
import { ObjectsCorrection, ObjectsProperties } from './objects-controls.tsx'

type PolygonsField = FieldOf<'polygons'>

export const polygonsControls: KindControls<PolygonsField> = { Properties: ObjectsProperties, Correction }

const fresh: Polygon = {
  points: [
    [0, 0],
    [100, 0],
    [0, 100],
  ],
}

function Correction(props: CorrectionProps<PolygonsField>) {
  return (
    <ObjectsCorrection<Polygon>
      {...props}
      noun="outline"
      isOne={(object) => 'points' in object}
      fresh={fresh}
      Place={Corners}
    />
  )
}

/** A line for each corner. What is no list of corners yet stays what was typed. */
function Corners(props: { object: Polygon; number: number; put: (object: Polygon) => void }) {
  const { object, number, put } = props
  const [typed, setTyped] = useState<string | null>(null)
  return (
    <Textarea
      label="Corners"
      aria-label={`Corners of outline ${number}`}
      description="One a line: from the left, from the top."
      autosize
      minRows={3}
      maxRows={12}
      spellCheck={false}
      value={typed ?? object.points.map((corner) => corner.join(', ')).join('\n')}
      onChange={({ currentTarget: { value } }) => {
        setTyped(value)
        const points = value.split('\n').flatMap((line) => (line.trim() ? [line.split(',').map(Number)] : []))
        if (points.every((corner) => corner.length === 2 && corner.every(Number.isFinite)))
          put({ ...object, points: points as Polygon['points'] })
      }}
      onBlur={() => setTyped(null)}
    />
  )
}
