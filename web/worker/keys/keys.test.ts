import { describe, expect, test } from 'vitest'
import { canvasIntentOf } from './canvas-keys.ts'
import { type Circumstances, intentOf, type Place } from './intent.ts'
import { actions, changedKeys, defaultKeys, optionKeys, readKeymap, remap } from './keymap.ts'
import { type KeyEvent, readPress } from './press.ts'

function press(key: string, more: Partial<KeyEvent> = {}) {
  return readPress({ key, code: '', altKey: false, ctrlKey: false, metaKey: false, shiftKey: false, ...more })
}
const about: Circumstances = {
  keymap: defaultKeys,
  optionCount: 3,
  itemCount: 1,
  enterSends: false,
  rtl: false,
  undoable: false,
}
const meant = (key: string, place: Place, more: Partial<KeyEvent> = {}, changed: Partial<Circumstances> = {}) =>
  intentOf(press(key, more), place, { ...about, ...changed })
const act = (action: string) => ({ do: 'act', action })

test.each([
  ['Russian', 'ы', 'KeyS', false, 's'],
  ['Hindi', 'े', 'KeyS', false, 's'],
  ['Dvorak goes by what is printed', 's', 'Semicolon', false, 's'],
  ['Caps Lock', 'S', 'KeyS', false, 's'],
  ['French digits', '&', 'Digit1', false, '1'],
  ['French digits with Shift', '1', 'Digit1', true, '1'],
  ['Arabic question mark', '؟', 'Slash', true, '?'],
  ['Russian question mark', ',', 'Slash', true, ','],
  ['number block', '7', 'Numpad7', false, '7'],
])('%s', (_, key, code, shiftKey, expected) => {
  expect(press(key, { code, shiftKey }).key).toBe(expected)
})

test('Alt reaches actions from inside a text, on a Mac too, where it types another letter', () => {
  expect(meant('s', 'line')).toBeNull()
  expect(meant('ß', 'line', { altKey: true, code: 'KeyS' })).toEqual(act('skip'))
})

test('Enter sends; in a long text only with Ctrl or Cmd, or when the person wants it so', () => {
  for (const place of ['page', 'line', 'radio', 'select'] as const) expect(meant('Enter', place)).toEqual(act('send'))
  expect(meant('Enter', 'paragraph')).toBeNull()
  expect(meant('Enter', 'paragraph', { ctrlKey: true })).toEqual(act('send'))
  expect(meant('Enter', 'paragraph', { metaKey: true })).toEqual(act('send'))
  expect(meant('Enter', 'paragraph', {}, { enterSends: true })).toEqual(act('send'))
  expect(meant('Enter', 'paragraph', { shiftKey: true }, { enterSends: true })).toBeNull()
  expect(meant('Enter', 'button')).toBeNull()
})

test('Enter still sends from a text after it was given another key', () => {
  const keymap = { ...defaultKeys, send: 'e' }
  expect(meant('Enter', 'line', {}, { keymap })).toEqual(act('send'))
  expect(meant('e', 'page', {}, { keymap })).toEqual(act('send'))
})

test('digits choose, and are typed in a text', () => {
  expect(meant('3', 'page')).toEqual({ do: 'choose', index: 2 })
  expect(meant('3', 'radio')).toEqual({ do: 'choose', index: 2 })
  expect(meant('4', 'page')).toBeNull()
  expect(meant('3', 'line')).toBeNull()
})

test('Z takes back; so does Ctrl+Z, unless it has something to undo in the text', () => {
  expect(meant('z', 'page')).toEqual(act('undo'))
  expect(meant('z', 'line')).toBeNull()
  expect(meant('z', 'line', { altKey: true, code: 'KeyZ' })).toEqual(act('undo'))
  expect(meant('z', 'line', { ctrlKey: true })).toBeNull()
  expect(meant('z', 'line', { ctrlKey: true }, { undoable: true })).toEqual(act('undo'))
  expect(meant('z', 'line', { metaKey: true, shiftKey: true }, { undoable: true })).toBeNull()
})

test('Ctrl+S and the like stay with the browser', () => {
  expect(meant('s', 'page', { ctrlKey: true })).toBeNull()
})

test('arrows move between items, mirrored where the page is; with one item they stay with the browser', () => {
  expect(meant('ArrowRight', 'page')).toBeNull()
  expect(meant('ArrowRight', 'radio', {}, { itemCount: 4 })).toEqual(act('nextItem'))
  expect(meant('ArrowRight', 'page', {}, { itemCount: 4, rtl: true })).toEqual(act('previousItem'))
  expect(meant('ArrowRight', 'line', {}, { itemCount: 4 })).toBeNull()
  expect(meant('PageDown', 'line', {}, { itemCount: 4 })).toEqual(act('nextItem'))
})

test('letters choose after nine, without those that do something else', () => {
  const keys = optionKeys(defaultKeys)
  expect(keys.slice(0, 14).join('')).toBe('123456789qweta')
  expect(new Set(keys).size).toBe(keys.length)
  for (const action of actions) expect(keys).not.toContain(defaultKeys[action])
  expect(optionKeys({ ...defaultKeys, skip: 'q' })).not.toContain('q')
})

test('a key has one use', () => {
  expect(remap(defaultKeys, 'skip', 'r')).toEqual({ ok: false, takenBy: 'rotate' })
  expect(remap(defaultKeys, 'skip', '5')).toEqual({ ok: false, takenBy: 'options' })
  expect(remap(defaultKeys, 'skip', 'x')).toMatchObject({ ok: true, keymap: { skip: 'x' } })
})

test('X-05 what is remembered is read with suspicion', () => {
  const stored = { skip: 'x', send: '</script>', rotate: 'x', fit: 7, constructor: 'q', zoomIn: 'PageUp' }
  expect(readKeymap(stored)).toEqual({ ...defaultKeys, skip: 'x', zoomIn: 'PageUp' })
  expect(readKeymap('junk')).toEqual(defaultKeys)
  expect(changedKeys(readKeymap(stored))).toEqual({ skip: 'x', zoomIn: 'PageUp' })
})

test('while one draws, letters that draw name no class; elsewhere they choose as ever', () => {
  expect(optionKeys(defaultKeys)).toContain('b')
  const keys = optionKeys(defaultKeys, true)
  for (const key of Object.values(defaultKeys)) expect(keys).not.toContain(key)
  expect(keys.slice(0, 13).join('')).toBe('123456789qwta')
})

test('a key that draws has no other use either', () => {
  expect(remap(defaultKeys, 'pick', 'b')).toEqual({ ok: false, takenBy: 'draw' })
  expect(remap(defaultKeys, 'pick', 's')).toEqual({ ok: false, takenBy: 'skip' })
  expect(remap(defaultKeys, 'hideShapes', 'k')).toMatchObject({ ok: true, keymap: { hideShapes: 'k' } })
  expect(readKeymap({ draw: 'm', pick: 'm' })).toMatchObject({ draw: 'm', pick: 'v' })
})

test('who had given a key of theirs to the page before one could draw with it keeps it', () => {
  const keymap = readKeymap({ skip: 'b' })
  expect(keymap).toMatchObject({ skip: 'b', draw: 'q' })
  expect(new Set(Object.values(keymap)).size).toBe(Object.keys(keymap).length)
})

describe('on a picture', () => {
  const drawn = (key: string, more: Partial<KeyEvent> = {}) => canvasIntentOf(press(key, more), defaultKeys)

  test.each([
    ['ArrowLeft', {}, { do: 'nudge', x: -1, y: 0, edge: false }],
    ['ArrowDown', { shiftKey: true }, { do: 'nudge', x: 0, y: 10, edge: false }],
    ['ArrowRight', { ctrlKey: true }, { do: 'nudge', x: 1, y: 0, edge: true }],
    ['ArrowUp', { metaKey: true, shiftKey: true }, { do: 'nudge', x: 0, y: -10, edge: true }],
    ['2', {}, { do: 'name', index: 1 }],
    ['b', {}, { do: 'act', action: 'draw' }],
    ['и', { code: 'KeyB' }, { do: 'act', action: 'draw' }],
    ['Backspace', {}, { do: 'act', action: 'deleteShape' }],
    ['Tab', { shiftKey: true }, { do: 'next', by: -1 }],
    ['z', {}, { do: 'undo' }],
    ['z', { ctrlKey: true, shiftKey: true }, { do: 'redo' }],
    ['a', { ctrlKey: true }, { do: 'all' }],
    ['s', {}, null],
    ['r', {}, null],
    ['c', { ctrlKey: true }, null],
    ['ß', { altKey: true, code: 'KeyS' }, null],
  ] as const)('%s %j', (key, more, intent) => expect(drawn(key, more)).toEqual(intent))
})
