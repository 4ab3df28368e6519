import { Checkbox, TextInput } from '@mantine/core'
import type { FieldOf } from '@whisker/api/kinds/kind.ts'
import type { Span } from '@whisker/api/kinds/schema/spans.ts'
import { useField } from '../controls/faults.tsx'
import type { CorrectionProps, KindControls, PropertiesProps } from './kind.ts'
import type { ObjectsField } from './objects.ts'
import { ObjectsCorrection, ObjectsProperties, Pixels } from './objects-controls.tsx'

type SpansField = FieldOf<'spans'>

export const spansControls: KindControls<SpansField> = { Properties, Correction }

function Properties(props: PropertiesProps<SpansField>) {
  const { field, pointer, change } = props
  return (
    <ObjectsProperties {...(props as unknown as PropertiesProps<ObjectsField>)}>
      <Checkbox
        label="Two may share characters"
        checked={field.overlapping}
        {...useField(`${pointer}/overlapping`)}
        onChange={({ currentTarget: { checked } }) => change({ ...field, overlapping: checked })}
      />
    </ObjectsProperties>
  )
}

function Correction(props: CorrectionProps<SpansField>) {
  return (
    <ObjectsCorrection<Span>
      {...(props as unknown as CorrectionProps<ObjectsField>)}
      noun="span"
      isOne={(object) => 'start' in object}
      fresh={{ label: props.field.options[0]!.value, start: 0, end: 1 } as Span}
      Place={Place}
    />
  )
}

/** The text is filled in by the service where the numbers were changed. */
function Place(props: { object: Span; number: number; put: (object: Span) => void }) {
  const { object, number, put } = props
  return (
    <>
      <Pixels {...props} places={{ start: 'From', end: 'To' }} put={({ text: _, ...span }) => put(span as Span)} />
      <TextInput label="Text" aria-label={`Text of span ${number}`} readOnly value={object.text ?? ''} />
    </>
  )
}
