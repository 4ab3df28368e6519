/**
 * Figures to be measured against, in percent right on all answers: measured for this project's design with majority, plain
 * Dawid-Skene and hierarchical Dawid-Skene from plain votes in three passes, and the best of Crowd-Kit 1.4.2's six models.
 */
export type Reference = {
  majority: number
  plainDs: number
  hds3: number
  crowdKit: number
  /** Below is a regression; the ambition is a good deal better than anything published. */
  floor: number
  ambition: number
}

export const references: Record<string, Reference> = {
  dog: { majority: 82.2, plainDs: 84.3, hds3: 83.6, crowdKit: 84.3, floor: 83.5, ambition: 84.6 },
  rte: { majority: 89.7, plainDs: 92.8, hds3: 93.0, crowdKit: 92.8, floor: 92.8, ambition: 93.2 },
  possent: { majority: 93.3, plainDs: 96.0, hds3: 96.0, crowdKit: 96.0, floor: 95.9, ambition: 96.2 },
  product: { majority: 89.7, plainDs: 94.0, hds3: 93.0, crowdKit: 94.0, floor: 93.0, ambition: 94.2 },
  web: { majority: 73.1, plainDs: 82.2, hds3: 83.5, crowdKit: 82.9, floor: 83.0, ambition: 86.0 },
}
