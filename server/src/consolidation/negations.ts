/** Words that turn the meaning of what they stand by, in the languages that we know: never added, dropped or mended. */
const negations = new Set(
  [
    'no not none never nor neither nothing nobody without non isnt arent cannot dont doesnt', // en
    'nicht kein keine keinen keiner keines nie niemals ohne nichts weder', // de
    'ne pas non sans jamais aucun aucune rien point ni', // fr
    'no ni nunca jamás sin ningún ninguno ninguna nada tampoco', // es
    'não nem nunca sem nenhum nenhuma nada jamais', // pt
    'non né mai senza nessun nessuno nessuna niente', // it
    'inte ej icke ingen inget inga aldrig utan', // sv
    'ikke ingen intet aldrig uden aldri uten ikkje', // da nb nn
    'niet geen nooit zonder niets', // nl
    'ei eivät ilman koskaan', // fi
    'nie bez żaden żadna nigdy ani nic', // pl
    'ne není bez žádný žádná nikdy ani nic', // cs
    'değil yok hiç hiçbir olmayan', // tr
    'không chẳng chưa chả đừng', // vi
    'не нет ни без никогда никакой нету', // ru
    'ні не немає без ніколи', // uk
    'nu nici fără niciodată', // ro
    'nem nincs sem soha nélkül', // hu
    'δεν δε μην όχι χωρίς ποτέ', // el
    'tidak bukan tanpa jangan belum tak tiada', // id ms
    'לא אין בלי ללא', // he
    'لا ليس غير بدون ما لم لن', // ar
    'نه نیست بدون بی', // fa
    'नहीं न मत बिना', // hi
  ]
    .join(' ')
    .split(' '),
)

export function isNegation(word: string): boolean {
  return negations.has(word.replaceAll("'", ''))
}
