export const kindsOfShares = [
  'intake',
  'answers',
  'strangers',
  'lines',
  'streams',
  'polls',
  'reads',
  'news',
  'exports',
  'work',
  'people',
  'visitors',
  'connections',
] as const
export const kindsOfRates = ['requests', 'workspace_requests', 'misses', 'skips'] as const

export type KindOfShare = (typeof kindsOfShares)[number]
export type KindOfRate = (typeof kindsOfRates)[number]
