import { type Naming, type NamingSettings, namingOf } from './naming.ts'

/** How an `input` field of an English project without synonyms is read. */
export function namingFor({
  joining = 'letters',
  ...more
}: Partial<Omit<NamingSettings, 'joining'>> & Partial<Pick<Naming, 'joining'>> = {}) {
  const settings = { language: 'en', synonyms: [], apart: [], joining: { animal: joining }, ...more }
  return namingOf(settings).of({ name: 'animal', type: 'input' })
}
