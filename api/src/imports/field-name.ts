/** A name that a field of a form can have. */
export function fieldName(name: string): string {
  const plain = name.replace(/\W+/g, '_').replace(/^_+|_+$/g, '')
  return (/^[A-Za-z]/.test(plain) ? plain : `field_${plain}`).slice(0, 63)
}
