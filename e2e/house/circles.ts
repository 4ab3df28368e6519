/** Groups of more than one that reach each other: the strongly connected components of a graph (Tarjan 1972). */
export function circlesOf(arrows: Map<string, Iterable<string>>): string[][] {
  const order = new Map<string, number>()
  const lowest = new Map<string, number>()
  const open: string[] = []
  const circles: string[][] = []
  const visit = (one: string): number => {
    const at = order.size
    order.set(one, at)
    lowest.set(one, at)
    open.push(one)
    for (const next of arrows.get(one) ?? []) {
      if (!order.has(next)) lowest.set(one, Math.min(lowest.get(one)!, visit(next)))
      else if (open.includes(next)) lowest.set(one, Math.min(lowest.get(one)!, order.get(next)!))
    }
    if (lowest.get(one) === at) {
      const circle = open.splice(open.indexOf(one))
      if (circle.length > 1) circles.push(circle.toSorted())
    }
    return lowest.get(one)!
  }
  for (const one of arrows.keys()) if (!order.has(one)) visit(one)
  return circles.toSorted((a, b) => b.length - a.length || (a[0]! < b[0]! ? -1 : 1))
}
