// No zod here: the worker's page imports this file, and must stay light. What a worker is shown of a medium is in `shown.ts`.

export type PlaceUnit = 'pixels' | 'characters'

type Medium = {
  /**
   * What a task keeps of it: words, by which it is found, and which stand in front of the labels in a table; or the name of a file
   * that is stored by itself.
   */
  keeps: 'words' | 'file'
  /** What a place in it is counted in. */
  placesIn: PlaceUnit
}

/** What a requester can send. Whoever adds a medium adds it here. */
export const media = {
  image: { keeps: 'file', placesIn: 'pixels' },
  text: { keeps: 'words', placesIn: 'characters' },
} as const satisfies Record<string, Medium>

export type MediumName = keyof typeof media

export function mediumOf({ type }: { type: MediumName }): Medium {
  return media[type]
}

/** The media of which a file is stored. */
export const fileMedia = (Object.keys(media) as MediumName[]).filter((name) => media[name].keeps === 'file')
