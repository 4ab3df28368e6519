// No zod and no tables here: the worker's page imports this file, and must stay light.

/** Unicode's stream-safe format (UAX 15, section 13) allows 30 marks in a row; no language needs a tenth of that. */
export const marksBeyond30 = /(\p{M}{30})\p{M}+/gu

/**
 * The form in which a text is kept and shown: NFC and no outer spaces.
 *
 * @returns '' for a text of nothing but spaces, which is no answer.
 */
export function displayForm(text: string): string {
  return text.replace(marksBeyond30, '$1').normalize('NFC').trim()
}
