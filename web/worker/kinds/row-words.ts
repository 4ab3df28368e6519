import type { Language } from '../language/languages.ts'

type RowWords = {
  add: string
  /** `{number}`: which of them, from 1. */
  number: string
  remove: string
  /** Two rows have the same key. */
  twice: string
}

/** What rows say, in every language of the page: few workers see one. A language that is missing does not compile. */
export const rowWords: Record<Language, RowWords> = {
  en: {
    add: 'Add a row',
    number: 'Row {number}',
    remove: 'Remove row {number}',
    twice: 'Two rows are about the same. Keep one of them.',
  },
  es: {
    add: 'Añadir una fila',
    number: 'Fila {number}',
    remove: 'Quitar la fila {number}',
    twice: 'Dos filas tratan de lo mismo. Deje solo una.',
  },
  pt: {
    add: 'Adicionar uma linha',
    number: 'Linha {number}',
    remove: 'Remover a linha {number}',
    twice: 'Duas linhas são sobre o mesmo. Deixe só uma.',
  },
  fr: {
    add: 'Ajouter une ligne',
    number: 'Ligne {number}',
    remove: 'Retirer la ligne {number}',
    twice: 'Deux lignes parlent de la même chose. Gardez-en une.',
  },
  de: {
    add: 'Zeile hinzufügen',
    number: 'Zeile {number}',
    remove: 'Zeile {number} entfernen',
    twice: 'Zwei Zeilen sagen etwas über dasselbe. Bitte nur eine behalten.',
  },
  ru: {
    add: 'Добавить строку',
    number: 'Строка {number}',
    remove: 'Удалить строку {number}',
    twice: 'Две строки об одном и том же. Оставьте одну.',
  },
  uk: {
    add: 'Додати рядок',
    number: 'Рядок {number}',
    remove: 'Видалити рядок {number}',
    twice: 'Два рядки про те саме. Залиште один.',
  },
  tr: {
    add: 'Satır ekle',
    number: 'Satır {number}',
    remove: '{number}. satırı kaldır',
    twice: 'İki satır aynı şeyi anlatıyor. Birini bırakın.',
  },
  ar: {
    add: 'إضافة صف',
    number: 'الصف {number}',
    remove: 'إزالة الصف {number}',
    twice: 'صفّان عن الشيء نفسه. أبقِ واحدًا منهما.',
  },
  hi: {
    add: 'पंक्ति जोड़ें',
    number: 'पंक्ति {number}',
    remove: 'पंक्ति {number} हटाएँ',
    twice: 'दो पंक्तियाँ एक ही चीज़ की हैं। एक ही रखें।',
  },
  id: {
    add: 'Tambah baris',
    number: 'Baris {number}',
    remove: 'Hapus baris {number}',
    twice: 'Dua baris tentang hal yang sama. Sisakan satu.',
  },
  'zh-Hans': {
    add: '添加一行',
    number: '第 {number} 行',
    remove: '删除第 {number} 行',
    twice: '有两行说的是同一个。请只保留一行。',
  },
}
