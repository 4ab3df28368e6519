/**
 * One for each class, as far as they go. Bright, for each line has a dark one around it: it is seen on snow and at night. Neighbours
 * differ in lightness too, for those who do not tell red from green; the name stands beside the shape in any case.
 */
const colours = [
  '#ffd23f',
  '#3bc9ff',
  '#ff7ac6',
  '#7dff8a',
  '#ff9d4d',
  '#b79cff',
  '#e9f1f4',
  '#35e0c2',
  '#ff6b6b',
  '#c3e83b',
]

export function colourOf(labels: readonly string[], label: string | undefined): string {
  const index = label === undefined ? 0 : labels.indexOf(label)
  return colours[Math.max(0, index) % colours.length]!
}
