/** What becomes of earlier labels. */
export const uses = ['gold', 'answers', 'review', 'nothing'] as const
export type LabelUse = (typeof uses)[number]
