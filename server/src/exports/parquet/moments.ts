/** Microseconds since 1970 of a moment as the database writes it: `2026-11-30T10:00:00.123456+00:00`. */
export function microseconds(moment: string | null): bigint | null {
  if (moment === null) return null
  const [, seconds = '', fraction = '', zone = ''] = /^([^.+Z]*[^.+Z-])(?:\.(\d+))?(Z|[+-][\d:]+)$/.exec(moment) ?? []
  return BigInt(Date.parse(seconds + zone)) * 1000n + BigInt(fraction.padEnd(6, '0').slice(0, 6))
}
