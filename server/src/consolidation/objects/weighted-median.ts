/**
 * The weighted median: the value at which half of the weight is reached, with the mean of two where the half falls between them
 * (Edgeworth, Phil. Mag. 24, 1887). One that is far off moves it no further than one that is near.
 */
export function weightedMedian(values: readonly number[], weights: readonly number[]): number {
  const count = values.length
  if (count === 1) return values[0]!
  const order = inOrder(values)
  let half = 0
  for (let i = 0; i < count; i++) half += weights[i]!
  half /= 2
  let sum = 0
  for (let n = 0; n < count; n++) {
    const i = order[n]!
    sum += weights[i]!
    if (sum > half * (1 + 1e-9)) return values[i]!
    if (sum >= half * (1 - 1e-9)) return (values[i]! + values[order[n + 1] ?? i]!) / 2
  }
  return values[order[count - 1]!]!
}

/** Of a handful, thousands of times: by insertion. */
function inOrder(values: readonly number[]): number[] {
  const order: number[] = []
  for (let i = 0; i < values.length; i++) {
    let at = i
    while (at > 0 && values[order[at - 1]!]! > values[i]!) {
      order[at] = order[at - 1]!
      at--
    }
    order[at] = i
  }
  return order
}
