import type { OutputField } from '@whisker/api/fields.ts'
import type { VersionSpec } from '../export.ts'
import type { StoredRelease } from './queries.ts'

/** The names that JSON-LD is read with, as the Croissant 1.1 specification lists them. */
const context = {
  '@language': 'en',
  '@vocab': 'https://schema.org/',
  cr: 'http://mlcommons.org/croissant/',
  rai: 'http://mlcommons.org/croissant/RAI/',
  dct: 'http://purl.org/dc/terms/',
  sc: 'https://schema.org/',
  citeAs: 'cr:citeAs',
  column: 'cr:column',
  conformsTo: 'dct:conformsTo',
  data: { '@id': 'cr:data', '@type': '@json' },
  dataType: { '@id': 'cr:dataType', '@type': '@vocab' },
  examples: { '@id': 'cr:examples', '@type': '@json' },
  extract: 'cr:extract',
  field: 'cr:field',
  fileObject: 'cr:fileObject',
  fileProperty: 'cr:fileProperty',
  fileSet: 'cr:fileSet',
  format: 'cr:format',
  includes: 'cr:includes',
  arrayShape: 'cr:arrayShape',
  isArray: 'cr:isArray',
  isLiveDataset: 'cr:isLiveDataset',
  jsonPath: 'cr:jsonPath',
  key: 'cr:key',
  md5: 'cr:md5',
  parentField: 'cr:parentField',
  path: 'cr:path',
  recordSet: 'cr:recordSet',
  references: 'cr:references',
  regex: 'cr:regex',
  repeated: 'cr:repeated',
  replace: 'cr:replace',
  separator: 'cr:separator',
  source: 'cr:source',
  subField: 'cr:subField',
  transform: 'cr:transform',
}

const rows = 'results.jsonl'

/**
 * A release as Croissant 1.1 (https://docs.mlcommons.org/croissant/docs/croissant-spec-1.1.html) with the vocabulary of responsible use
 * (https://docs.mlcommons.org/croissant/docs/croissant-rai-spec.html). Nothing is said that is not known: who may use it, and where
 * the people live, is for its owner to add.
 */
export function croissantOf(
  release: StoredRelease,
  specs: readonly VersionSpec[],
  projectId: number,
  url: string,
): Record<string, unknown> {
  const { facts, number } = release
  const form = specs[0]
  return {
    '@context': context,
    '@type': 'sc:Dataset',
    conformsTo: ['http://mlcommons.org/croissant/1.1', 'http://mlcommons.org/croissant/RAI/1.0'],
    name: facts.title,
    description: [release.name, release.notes, facts.description].filter((text) => text.trim() !== '').join('\n\n'),
    version: `${number}.0.0`,
    datePublished: release.created_at,
    url: `${url}/app/projects/${projectId}`,
    ...(facts.language !== null && { inLanguage: facts.language }),
    isLiveDataset: false,
    'rai:dataAnnotationPlatform': 'Whisker',
    'rai:dataAnnotationProtocol': protocolOf(facts.instructions, form?.outputs ?? []),
    'rai:annotationsPerItem': annotationsPerItem(facts.answers_per_task),
    'rai:annotatorDemographics': whoAnswered(facts.workers),
    'rai:dataAnnotationAnalysis': analysisOf(release),
    'rai:dataReleaseMaintenancePlan': `Release ${number} does not change. What is corrected later is in a later release; what differs is listed at ${url}/projects/${projectId}/releases/${number}/changes.`,
    distribution: [
      {
        '@type': 'cr:FileObject',
        '@id': rows,
        name: rows,
        description:
          'A line a task: what was sent, the result of each field with its confidence and votes, who decided.',
        contentUrl: `${url}/projects/${projectId}/export?format=jsonl&release=${number}`,
        encodingFormat: 'application/jsonlines',
        sha256: release.jsonl_sha256,
      },
    ],
    recordSet: [
      {
        '@type': 'cr:RecordSet',
        '@id': 'tasks',
        name: 'tasks',
        description: `${facts.tasks} tasks with a result.`,
        key: { '@id': 'tasks/task_id' },
        field: fieldsOf(form, facts.structured),
      },
    ],
  }
}

/**
 * Results are lists, one of each item of a task. Croissant has no type for a list of objects with labels, such as boxes: of them only the
 * confidence is a field, and the rows have the rest.
 */
function fieldsOf(form: VersionSpec | undefined, structured: readonly string[]) {
  const own = [
    field('task_id', { column: 'task_id' }, 'sc:Text', 'Its number in Whisker'),
    field('external_id', { column: 'external_id' }, 'sc:Text', 'Its number where it came from'),
    field('name', { column: 'name' }, 'sc:Text', 'The name of the file, or another'),
    field('status', { column: 'status' }, 'sc:Text', 'completed: final'),
    field('method', { column: 'method' }, 'sc:Text', 'Who decided: majority, model, reviewer, gold'),
    field('answers', { column: 'answers' }, 'sc:Integer', 'How many answers it is made of'),
  ]
  const sent = (form?.inputs ?? []).map(({ name, type }) => {
    const about = `What was sent as ${name} (${type}); a picture as asset: and its SHA-256`
    return field(`sent/${name}`, { column: 'task_spec', jsonPath: `$.${name}` }, 'sc:Text', about)
  })
  const said = (form?.outputs ?? []).flatMap(({ name, type, label }) => {
    const of = (part: string) => ({ column: 'result', jsonPath: `$.${name}.${part}` })
    const value = field(`said/${name}`, of('value'), 'sc:Text', `${label || name} (${type})`)
    const sure = field(`said/${name}/confidence`, of('confidence'), 'sc:Float', `The probability that ${name} is right`)
    return structured.includes(name) ? [sure] : [value, sure]
  })
  return [...own, ...sent, ...said]
}

function field(
  name: string,
  { column, jsonPath }: { column: string; jsonPath?: string },
  dataType: string,
  description: string,
) {
  const source = { fileObject: { '@id': rows }, extract: { column }, ...(jsonPath && { transform: { jsonPath } }) }
  const array = jsonPath && { isArray: true, arrayShape: '-1' }
  return { '@type': 'cr:Field', '@id': `tasks/${name}`, name: `tasks/${name}`, description, dataType, source, ...array }
}

function protocolOf(instructions: string, outputs: readonly OutputField[]): string {
  const asked = outputs.map(({ name, label, help, type }) => `${label || name} (${type})${help ? `: ${help}` : ''}`)
  const told = instructions.trim() === '' ? 'No instructions were given.' : `People were told: ${instructions}`
  return `${told}\n\nThey were asked:\n${asked.map((line) => `- ${line}`).join('\n')}`
}

function whoAnswered(workers: number): string {
  if (workers === 0) return 'Nobody had answered.'
  return workers === 1
    ? 'One person or model had answered. Nothing else is known of them.'
    : `${workers} people or models had answered. Nothing else is known of them.`
}

function annotationsPerItem({ min, mean, max }: StoredRelease['facts']['answers_per_task']): string {
  return min === max ? `${mean}` : `${mean} on average, ${min} to ${max}`
}

function analysisOf({ facts, likely }: StoredRelease): string {
  const methods = Object.entries(facts.methods).map(([method, count]) => `${method} ${count}`)
  const agreement = Object.entries(facts.agreement).map(([name, share]) => `${name} ${Math.round(share * 1000) / 10} %`)
  return [
    `${facts.answers} answers to ${facts.tasks} tasks. Decided by: ${methods.join(', ') || 'nobody'}.`,
    `Answers that say what the result says, where two or more were given: ${agreement.join(', ') || 'none'}.`,
    'Each result has a confidence, the probability that it is right.',
    likely ? 'Tasks that waited for a review are among them.' : 'Tasks that waited for a review are not among them.',
  ].join(' ')
}
