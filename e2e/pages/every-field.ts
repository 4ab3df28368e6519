import type { ProjectDraft } from '@whisker/api/project-settings.ts'

const options = ['sparrow', 'blackbird', 'kingfisher', 'heron'].map((value) => ({ value }))

/** A project with a field of each kind, with labels and help, for the pages that must show them all. */
export const everyField: ProjectDraft = {
  title: 'Birds at the gate',
  description: 'One of each kind of field',
  public_description: '# Birds\n\nSay what you see at **each** gate.\n\n1. Look\n2. Count\n3. Send',
  input_spec: [
    { name: 'image', type: 'image', label: 'Photo' },
    { name: 'note', type: 'text', label: 'Note of the ranger', required: false },
  ],
  output_spec: [
    { type: 'radio', name: 'bird', label: 'Which bird?', options, help: 'The largest one, if there are several.' },
    { type: 'checkbox', name: 'others', label: 'Which others?', options, required: false },
    { type: 'select', name: 'season', label: 'Season', options: [{ value: 'spring' }, { value: 'autumn' }] },
    { type: 'number', name: 'count', label: 'How many?', min: 0, max: 500 },
    { type: 'date', name: 'ringed', label: 'Ringed on', min: '2020-01-01', required: false },
    {
      ...{ type: 'boxes', name: 'places', label: 'Where are they?', options, of: 'image', required: false },
      attributes: [
        {
          type: 'radio',
          name: 'pose',
          label: 'Pose',
          options: [{ value: 'sitting' }, { value: 'flying' }],
          required: false,
        },
        { type: 'checkbox', name: 'ringed', label: 'Ringed', options: [{ value: 'yes' }], required: false },
        { type: 'input', name: 'ring', label: 'Number of the ring', required: false },
      ],
    },
    { type: 'points', name: 'eggs', label: 'Where are eggs?', of: 'image', required: false },
    { type: 'polygons', name: 'nests', label: 'Outline the nests', of: 'image', options, required: false },
    {
      ...{ type: 'rank', name: 'order', label: 'Put in order, the most frequent first', options },
      ...{ ties: true, required: false },
    },
    {
      ...{ type: 'rows', name: 'visitors', label: 'Who else is there?', key: 'kind', required: false },
      fields: [
        { type: 'radio', name: 'kind', label: 'Kind', options },
        { type: 'number', name: 'number', label: 'How many', min: 1, required: false },
        {
          type: 'select',
          name: 'doing',
          label: 'Doing',
          options: [{ value: 'flying' }, { value: 'sitting' }],
          required: false,
        },
      ],
    },
    { type: 'spans', name: 'words', label: 'Which words name a bird?', of: 'note', options, required: false },
    { type: 'rating', name: 'sharpness', label: 'How sharp is the picture?' },
    { type: 'input', name: 'ring', label: 'Number on the ring', pattern: '[A-Z]{2}\\d+', required: false },
    { type: 'textarea', name: 'remarks', label: 'Remarks', required: false },
  ],
}
