import type { ProjectDraft } from '@whisker/api/project-settings.ts'
import { species } from './species.ts'
import { choice, picture, type Template } from './template.ts'
import { whoIsThere } from './who-is-there.ts'

/** Where most projects begin. Each is a whole project that works as it stands. */
export const templates: readonly Template[] = [
  {
    id: 'name-the-animal',
    name: 'Name the animal',
    about: 'A picture in, a word out. The classic.',
    icon: 'image',
    draft: {
      title: 'Name the animal',
      description: 'Which animal is in the picture',
      public_description:
        'Look at the picture and write **which animal** you see, in one word.\n\n- Write the kind, not the breed: *dog*, not *dachshund*.\n- Several animals of one kind: still one word.\n- No animal at all: write *none*.',
      input_spec: [{ name: 'image_with_animal', type: 'image', label: 'Picture' }],
      output_spec: [{ name: 'animal', type: 'input', label: 'Which animal is it?', max_length: 60 }],
      min_answers: 3,
    },
  },
  {
    id: 'pick-one',
    name: 'Pick one of several',
    about: 'A picture gets exactly one label of your list.',
    icon: 'check',
    draft: {
      title: 'Pick one of several',
      description: 'One label for each picture',
      public_description: 'Choose the label that fits the picture **best**.',
      input_spec: [picture],
      output_spec: [
        {
          name: 'label',
          type: 'radio',
          label: 'What is in the picture?',
          options: choice('cat', 'dog', 'bird', 'other'),
        },
      ],
      min_answers: 3,
    },
  },
  {
    id: 'pick-several',
    name: 'Pick several of several',
    about: 'Tick everything that is there.',
    icon: 'projects',
    draft: {
      title: 'Pick several of several',
      description: 'All labels that apply to a picture',
      public_description: 'Tick **everything** that you can see. Leave out what you only guess.',
      input_spec: [picture],
      output_spec: [
        {
          name: 'labels',
          type: 'checkbox',
          label: 'What can you see?',
          options: choice('person', 'animal', 'vehicle', 'building', 'plant'),
          min_count: 1,
        },
      ],
      min_answers: 3,
    },
  },
  {
    id: 'which-species',
    name: 'Which species',
    about: 'A name from a tree of 200; a level above where it cannot be told.',
    icon: 'image',
    draft: {
      title: 'Which species',
      description: 'The species in the picture, as far as it can be told',
      public_description:
        'Type a name, common or Latin, and choose the **lowest** level that you are sure of.\n\n- Lion or leopard? Cannot be told: *Cats*.\n- Nothing to be seen: *nothing here*.',
      input_spec: [picture],
      output_spec: [
        {
          name: 'species',
          type: 'select',
          label: 'Which species is it?',
          options: [...species, { value: 'nothing here', label: 'nothing here' }],
        },
      ],
      min_answers: 3,
    },
  },
  {
    id: 'find-animals',
    name: 'Find the animals',
    about: 'A box around each of them.',
    icon: 'image',
    draft: {
      title: 'Find the animals',
      description: 'Where the animals are in the picture',
      public_description:
        'Draw a box around **every** animal, as tight as you can.\n\n- Half hidden: the part that can be seen.\n- Too small to tell what it is: *other*.\n- No animal at all: say that nothing is here.',
      input_spec: [picture],
      output_spec: [
        {
          name: 'animals',
          type: 'boxes',
          label: 'Where are animals?',
          options: choice('cat', 'dog', 'bird', 'other'),
        },
      ],
      min_answers: 3,
      max_answers: 5,
    },
  },
  whoIsThere,
  {
    id: 'count',
    name: 'Count them',
    about: 'A point on each, and the number comes by itself.',
    icon: 'plus',
    draft: {
      title: 'Count the animals',
      description: 'A point on each animal',
      public_description:
        'Put a point in the middle of **every** animal, also of those that are half hidden. Go from the left to the right, so that none is forgotten.',
      input_spec: [picture],
      output_spec: [{ name: 'animals', type: 'points', label: 'Where are animals?', radius: 30 }],
      min_answers: 3,
      max_answers: 5,
    },
  },
  {
    id: 'outline',
    name: 'Outline them',
    about: 'The exact shape of each thing.',
    icon: 'projects',
    draft: {
      title: 'Outline the animals',
      description: 'The shape of each animal',
      public_description:
        'Draw around **every** animal, corner by corner, close to its edge. What lies behind something else ends where that begins.',
      input_spec: [picture],
      output_spec: [
        {
          name: 'animals',
          type: 'polygons',
          label: 'Outline the animals',
          options: choice('cat', 'dog', 'bird', 'other'),
        },
      ],
      min_answers: 2,
      max_answers: 4,
    },
  },
  {
    id: 'moderate',
    name: 'Moderate pictures',
    about: 'Allowed or not, and why not.',
    icon: 'alert',
    draft: {
      title: 'Moderate pictures',
      description: 'May the picture be shown?',
      public_description:
        'Decide whether the picture may be shown to **everybody**.\n\nReject violence, nudity, hate, and private data such as passports. When you are not sure, say so: others will look too.',
      input_spec: [picture],
      output_spec: [
        {
          name: 'verdict',
          type: 'radio',
          label: 'May it be shown?',
          options: [
            { value: 'allow', label: 'Yes' },
            { value: 'reject', label: 'No' },
            { value: 'unsure', label: 'Not sure' },
          ],
        },
        {
          name: 'reason',
          type: 'textarea',
          label: 'Why not?',
          help: 'Only when it is not a clear yes.',
          required: false,
        },
      ],
      min_answers: 3,
    },
  },
  {
    id: 'transcribe',
    name: 'Transcribe',
    about: 'Type what is written in the picture.',
    icon: 'text',
    draft: {
      title: 'Transcribe',
      description: 'The text that stands in the picture',
      public_description:
        'Type the text **exactly** as it stands there, with its mistakes. Keep the line breaks. Write `?` for a letter that you cannot read.',
      input_spec: [picture],
      output_spec: [{ name: 'text', type: 'textarea', label: 'The text in the picture' }],
      min_answers: 2,
    },
  },
  {
    id: 'rate',
    name: 'Rate',
    about: 'Stars from 1 to 5.',
    icon: 'sun',
    draft: {
      title: 'Rate pictures',
      description: 'How good is the picture?',
      public_description: 'How good is this picture as a photograph? Look at sharpness, light and what it shows.',
      input_spec: [picture],
      output_spec: [{ name: 'rating', type: 'rating', label: 'Your rating', max: 5 }],
      min_answers: 5,
    },
  },
  {
    id: 'sentiment',
    name: 'Sentiment of a text',
    about: 'Is it positive, negative or neither?',
    icon: 'text',
    draft: {
      title: 'Sentiment of a text',
      description: 'Positive, negative or neutral',
      public_description: 'Read the text. What does its author feel about the thing they write about?',
      input_spec: [{ name: 'text', type: 'text', label: 'Text' }],
      output_spec: [
        { name: 'sentiment', type: 'radio', label: 'The text is', options: choice('positive', 'neutral', 'negative') },
      ],
      min_answers: 3,
    },
  },
  {
    id: 'name-words',
    name: 'Name the words',
    about: 'Which words are people, places, organizations?',
    icon: 'text',
    draft: {
      title: 'Name the words',
      description: 'People, places and organizations in a text',
      public_description:
        'Select **every** name in the text and say what it names. Take the whole name, *Dr. Ada Lovelace*, and nothing around it. No name: say so.',
      input_spec: [{ name: 'text', type: 'text', label: 'Text' }],
      output_spec: [
        { name: 'names', type: 'spans', label: 'Every name', options: choice('person', 'place', 'organization') },
      ],
      min_answers: 3,
      max_answers: 5,
    },
  },
  {
    id: 'compare-two',
    name: 'Compare two',
    about: 'Which of two pictures is better?',
    icon: 'copy',
    draft: {
      title: 'Compare two pictures',
      description: 'Which of the two is better',
      public_description: 'Look at both pictures. Which one would you rather show to a friend?',
      input_spec: [
        { name: 'image_a', type: 'image', label: 'A' },
        { name: 'image_b', type: 'image', label: 'B' },
      ],
      output_spec: [
        {
          name: 'better',
          type: 'radio',
          label: 'Which is better?',
          options: [
            { value: 'a', label: 'A' },
            { value: 'b', label: 'B' },
            { value: 'same', label: 'No difference' },
          ],
        },
      ],
      min_answers: 5,
    },
  },
  {
    id: 'best-of-several',
    name: 'Best of several',
    about: 'Put pictures in order, best first.',
    icon: 'menu',
    draft: {
      title: 'Best of several',
      description: 'Four pictures in order, the best first',
      public_description:
        'Look at all pictures. Put them in order: first the one that you would rather show to a friend than any other.',
      input_spec: ['A', 'B', 'C', 'D'].map((label) => ({
        name: `image_${label.toLowerCase()}`,
        type: 'image' as const,
        label,
      })),
      output_spec: [
        { name: 'order', type: 'rank', label: 'Best first', of: ['image_a', 'image_b', 'image_c', 'image_d'] },
      ],
      min_answers: 3,
    },
  },
]

/** A project with nothing decided but the least it must have. */
export const blank: ProjectDraft = {
  title: '',
  input_spec: [picture],
  output_spec: [{ name: 'answer', type: 'input', label: '' }],
}
