import { expect, test } from 'vitest'
import { formatAge, formatBytes, formatDuration, formatShare, plural } from './numbers.ts'

test('a share below one is never shown as certain', () => {
  expect(formatShare(0.9999)).toBe('99%')
  expect(formatShare(1)).toBe('100%')
  expect(formatShare(0.004)).toBe('0%')
})

test('durations change their unit where a person would', () => {
  expect([0.84, 42.4, 185, 7800, 270_000].map(formatDuration)).toEqual([
    '0.8 s',
    '42 s',
    '3 min 05 s',
    '2 h 10 min',
    '3 d 3 h',
  ])
})

test('bytes are never "1000 KB"', () => {
  expect([999, 1500, 999_600, 52_428_800].map(formatBytes)).toEqual(['999 B', '1.5 KB', '1 MB', '52 MB'])
})

test('ages', () => {
  const now = new Date('2026-01-01T12:00:00Z')
  expect(formatAge(new Date('2026-01-01T11:59:55Z'), now)).toBe('just now')
  expect(formatAge(new Date('2026-01-01T11:57:00Z'), now)).toBe('3 min. ago')
  expect(formatAge(new Date('2025-12-31T12:00:00Z'), now)).toBe('yesterday')
  expect(formatAge(new Date('2024-01-01T12:00:00Z'), now)).toBe('2 yr. ago')
})

test('one is singular', () => {
  expect([plural(1, 'answer'), plural(1200, 'answer'), plural(0, 'reply', 'replies')]).toEqual([
    '1 answer',
    '1,200 answers',
    '0 replies',
  ])
})
