/** What a person calls the field. */
export function title(field: { name: string; label: string }): string {
  return field.label || field.name
}

/** RFC 6901: `~` and `/` inside a name. */
export function escapePointer(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1')
}
