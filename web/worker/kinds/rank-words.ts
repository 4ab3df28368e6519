import type { Language } from '../language/languages.ts'

/** `{what}`: which one, `{place}`: from 1. */
type RankWords = Record<'at' | 'up' | 'down' | 'tie' | 'all' | 'drag', string>

/** What is said of one in its place. */
export function placeWords(text: string, place: number, what: string): string {
  return text.replace('{place}', String(place)).replace('{what}', () => what)
}

/** What putting in order says, in every language of the page, apart from the other messages for the reason of list-words.ts. */
export const rankWords: Record<Language, RankWords> = {
  en: {
    at: 'Place {place}: {what}',
    up: 'Move up: {what}',
    down: 'Move down: {what}',
    tie: 'Same place as the one above: {what}',
    all: 'Put all of them in order.',
    drag: 'Drag to move',
  },
  es: {
    at: 'Puesto {place}: {what}',
    up: 'Subir: {what}',
    down: 'Bajar: {what}',
    tie: 'Mismo puesto que el anterior: {what}',
    all: 'Ordene todos los elementos.',
    drag: 'Arrastrar para mover',
  },
  pt: {
    at: 'Lugar {place}: {what}',
    up: 'Mover para cima: {what}',
    down: 'Mover para baixo: {what}',
    tie: 'Mesmo lugar que o de cima: {what}',
    all: 'Coloque todos em ordem.',
    drag: 'Arrastar para mover',
  },
  fr: {
    at: 'Place {place} : {what}',
    up: 'Monter : {what}',
    down: 'Descendre : {what}',
    tie: 'Même place que celui du dessus : {what}',
    all: 'Classez-les tous.',
    drag: 'Glisser pour déplacer',
  },
  de: {
    at: 'Platz {place}: {what}',
    up: 'Nach oben: {what}',
    down: 'Nach unten: {what}',
    tie: 'Gleicher Platz wie darüber: {what}',
    all: 'Bitte alle in eine Reihenfolge bringen.',
    drag: 'Zum Verschieben ziehen',
  },
  ru: {
    at: 'Место {place}: {what}',
    up: 'Выше: {what}',
    down: 'Ниже: {what}',
    tie: 'То же место, что и выше: {what}',
    all: 'Расположите все по порядку.',
    drag: 'Перетащите, чтобы переместить',
  },
  uk: {
    at: 'Місце {place}: {what}',
    up: 'Вище: {what}',
    down: 'Нижче: {what}',
    tie: 'Те саме місце, що й вище: {what}',
    all: 'Розташуйте всі за порядком.',
    drag: 'Перетягніть, щоб перемістити',
  },
  tr: {
    at: '{place}. sıra: {what}',
    up: 'Yukarı taşı: {what}',
    down: 'Aşağı taşı: {what}',
    tie: 'Üsttekiyle aynı sıra: {what}',
    all: 'Hepsini sıraya koyun.',
    drag: 'Taşımak için sürükleyin',
  },
  ar: {
    at: 'المرتبة {place}: {what}',
    up: 'نقل إلى أعلى: {what}',
    down: 'نقل إلى أسفل: {what}',
    tie: 'المرتبة نفسها كالذي فوقه: {what}',
    all: 'رتّب جميع العناصر.',
    drag: 'اسحب للنقل',
  },
  hi: {
    at: 'स्थान {place}: {what}',
    up: 'ऊपर ले जाएँ: {what}',
    down: 'नीचे ले जाएँ: {what}',
    tie: 'ऊपर वाले के समान स्थान: {what}',
    all: 'सभी को क्रम में रखें।',
    drag: 'खिसकाने के लिए खींचें',
  },
  id: {
    at: 'Urutan {place}: {what}',
    up: 'Naikkan: {what}',
    down: 'Turunkan: {what}',
    tie: 'Urutan sama dengan yang di atasnya: {what}',
    all: 'Urutkan semuanya.',
    drag: 'Seret untuk memindahkan',
  },
  'zh-Hans': {
    at: '第 {place} 位：{what}',
    up: '上移：{what}',
    down: '下移：{what}',
    tie: '与上一个并列：{what}',
    all: '请将全部排序。',
    drag: '拖动以移动',
  },
}
