import { MultiSelect } from '@mantine/core'
import { type EventType, eventTypes } from '@whisker/api/events.ts'

/** Which types of event are sent; none chosen means all. */
export function EventTypes(props: {
  value: readonly EventType[]
  onChange: (types: EventType[]) => void
  error?: string | null | undefined
}) {
  return (
    <MultiSelect
      label="Events"
      description="Leave it empty to be told everything."
      placeholder={props.value.length === 0 ? 'All events' : ''}
      data={eventTypes.filter((type) => type !== 'webhook.test')}
      value={[...props.value]}
      onChange={(types) => props.onChange(types as EventType[])}
      clearable
      error={props.error}
    />
  )
}
