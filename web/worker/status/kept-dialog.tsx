/** @jsxImportSource preact */
import { title } from '@whisker/api/field-names.ts'
import type { OutputField } from '@whisker/api/fields.ts'
import { useState } from 'preact/hooks'
import { valueWords } from '../form/value-words.ts'
import type { Translate } from '../language/translate.ts'
import { usePage, useWork } from '../page.ts'
import type { DraftItem } from '../storage/draft.ts'
import type { Refusal } from '../storage/entry.ts'
import { answerOf, forgetOrphan, sendOrphan } from '../work/send.ts'
import { Dialog } from './dialog.tsx'

/** Every answer that could not be saved, with the reason and what was typed: nothing disappears without a word. */
export function KeptDialog() {
  const { t, desk, language } = usePage()
  const entries = useWork((state) => state.entries)
  const orphans = useWork((state) => state.orphans)
  const refused = entries.filter((entry) => entry.refused !== null)
  const send = (orphan: (typeof orphans)[number]) => {
    const answer = answerOf(desk, orphan, language)
    return answer && (() => sendOrphan(desk, orphan, answer))
  }
  return (
    <Dialog title={t('keptTitle')} wide>
      <ul class="kept">
        {orphans.map((orphan) => (
          <Kept
            key={orphan.id}
            reason={t('keptBegun')}
            items={orphan.items}
            version={orphan.version}
            onSend={send(orphan)}
            onDiscard={() => forgetOrphan(desk, orphan.id)}
          />
        ))}
        {refused.map(({ id, step, refused, version }) => (
          <Kept
            key={id}
            reason={refusalWords(t, refused)}
            items={step.kind === 'submission' ? step.answer : []}
            version={version}
            onSend={null}
            onDiscard={() => desk.outbox.discard(id)}
          />
        ))}
      </ul>
    </Dialog>
  )
}

function refusalWords(t: Translate, refusal: Refusal | null): string {
  switch (refusal?.code) {
    case 'assignment_expired':
      return t('keptExpired')
    case 'gone':
    case 'not_found':
      return t('keptGone')
    case 'already_answered':
      return t('keptAnswered')
    case 'other_person':
      return t('keptOtherPerson')
    default:
      return t('keptRefused', { detail: refusal?.detail ?? '' })
  }
}

type KeptProps = {
  reason: string
  items: readonly DraftItem[]
  version: number
  onSend: (() => void) | null
  onDiscard(): void
}

function Kept({ reason, items, version, onSend, onDiscard }: KeptProps) {
  const { t, language } = usePage()
  const fields = useWork(({ forms }) => forms[version])?.output_spec ?? []
  const fieldOf = (name: string) => fields.find((one) => one.name === name)
  const [copied, setCopied] = useState(false)
  const lines = items.flatMap((item) =>
    Object.entries(item).map(
      ([name, value]) => [labelOf(fieldOf(name), name), valueWords(fieldOf(name), value, language, t)] as const,
    ),
  )
  const copy = () => {
    const text = lines.map(([label, value]) => `${label}: ${value}`).join('\n')
    navigator.clipboard?.writeText(text).then(
      () => setCopied(true),
      () => setCopied(false),
    )
  }
  return (
    <li>
      <p>{reason}</p>
      <dl>
        {lines.map(([label, value], index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: lines never move
          <div key={index}>
            <dt dir="auto">{label}</dt>
            <dd dir="auto">{value}</dd>
          </div>
        ))}
      </dl>
      <div class="row">
        {onSend ? (
          <button type="button" class="button primary" onClick={onSend}>
            {t('sendAnyway')}
          </button>
        ) : null}
        <button type="button" class="button" onClick={copy}>
          {copied ? t('copied') : t('copy')}
        </button>
        <button type="button" class="button" onClick={onDiscard}>
          {t('discard')}
        </button>
      </div>
    </li>
  )
}

function labelOf(field: OutputField | undefined, name: string): string {
  return field ? title(field) : name
}
