import { choice, picture, type Template } from './template.ts'

/** Things that are told apart by a key, each with how many there are and what they do. */
export const whoIsThere: Template = {
  id: 'who-is-there',
  name: 'Who is in the picture',
  about: 'Each kind of animal once: how many, and what they do.',
  icon: 'image',
  draft: {
    title: 'Who is in the picture',
    description: 'Which animals are in the picture, how many of each, and what they do',
    public_description:
      'Say **which animals** are in the picture: one row for each kind, with how many there are and what most of them do.\n\n- Count those that can be seen only in part, too.\n- No animal at all: say that nothing is here.',
    input_spec: [picture],
    output_spec: [
      {
        ...{ name: 'animals', type: 'rows', label: 'Who is there?', key: 'species' },
        fields: [
          {
            ...{ name: 'species', type: 'radio', label: 'Kind' },
            options: choice('zebra', 'wildebeest', 'gazelle', 'elephant', 'lion', 'other'),
          },
          { name: 'count', type: 'number', label: 'How many?', min: 1, step: 1 },
          {
            ...{ name: 'doing', type: 'radio', label: 'What do they do?', required: false },
            options: choice('standing', 'moving', 'eating', 'resting'),
          },
        ],
      },
    ],
    min_answers: 3,
    max_answers: 7,
  },
}
