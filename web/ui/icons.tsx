import type { ReactNode } from 'react'

// Drawn for this application on a grid of 16, stroke 1.5. A table of paths and not one component a file: an icon is data.
const shapes = {
  projects: <path d="M2.5 4.5h4l1.5 2h5.5v7h-11zM2.5 4.5v-2h4l1 1.4" />,
  settings: (
    <>
      <path d="M2 4.5h6.5M12 4.5h2M2 11.5h2M7.5 11.5H14" />
      <circle cx="10.2" cy="4.5" r="1.8" />
      <circle cx="5.8" cy="11.5" r="1.8" />
    </>
  ),
  key: (
    <>
      <circle cx="5" cy="11" r="2.8" />
      <path d="m7 9 6-6M10.5 5.5l2 2" />
    </>
  ),
  webhook: (
    <path d="M6 11.5a3 3 0 1 1-3.6-3M8 4.2 5 10M8 4.2a2.6 2.6 0 1 1 4.4 1.6M9 4.6l2.6 4.6a2.8 2.8 0 1 1-1.4 4.6M6 11.5h5" />
  ),
  people: (
    <>
      <circle cx="6" cy="5.5" r="2.5" />
      <path d="M1.5 13.5c.4-2.6 2.2-4 4.5-4s4.1 1.4 4.5 4M10.5 3.300a2.4 2.4 0 0 1 0 4.400M12 9.800c1.4.6 2.3 1.9 2.5 3.7" />
    </>
  ),
  person: (
    <>
      <circle cx="8" cy="5.2" r="2.7" />
      <path d="M2.8 13.700c.5-2.8 2.5-4.2 5.2-4.200s4.7 1.4 5.2 4.2" />
    </>
  ),
  workspace: <path d="M2.5 13.500v-9l5-2v11M7.5 6.500l6 2v5M1.5 13.500h13M5 6.500v0M5 9.500v0" />,
  plus: <path d="M8 3v10M3 8h10" />,
  check: <path d="m3 8.5 3.2 3.200L13 4.8" />,
  close: <path d="m3.8 3.8 8.4 8.400M12.2 3.800l-8.4 8.4" />,
  copy: <path d="M5.5 5.500v-3h8v8h-3M2.5 5.500h8v8h-8z" />,
  down: <path d="m4 6 4 4 4-4" />,
  right: <path d="m6 4 4 4-4 4" />,
  left: <path d="m10 4-4 4 4 4" />,
  up: <path d="m4 10 4-4 4 4" />,
  grip: <path d="M6 3.500v0M10 3.500v0M6 8v0M10 8v0M6 12.500v0M10 12.500v0" strokeWidth="2" />,
  trash: <path d="M2.5 4.500h11M6 4.500v-2h4v2M4 4.500l.6 9h6.800l.6-9M6.7 7v4M9.3 7v4" />,
  dots: <path d="M3 8v0M8 8v0M13 8v0" strokeWidth="2.2" />,
  search: (
    <>
      <circle cx="7" cy="7" r="4.2" />
      <path d="m10.2 10.2 3.3 3.3" />
    </>
  ),
  pause: <path d="M5.5 3.500v9M10.5 3.500v9" />,
  play: <path d="M5 3.200v9.600L12.5 8z" />,
  archive: <path d="M2 3h12v3H2zM3 6v7.500h10V6M6.5 9h3" />,
  download: <path d="M8 2.500v7.500M4.8 7 8 10.2 11.2 7M2.5 13.500h11" />,
  upload: <path d="M8 10.500V2.800M4.8 6 8 2.8 11.2 6M2.5 13.500h11" />,
  external: <path d="M6.5 3.500h-4v10h10v-4M9.5 2.500h4v4M13.2 2.8 7.5 8.5" />,
  image: (
    <>
      <path d="M2 3h12v10H2zM2 11l3.5-3.500L8.5 10.500l2-2L14 12" />
      <circle cx="10.7" cy="5.8" r=".9" />
    </>
  ),
  text: <path d="M3 4h10M3 7h10M3 10h7M3 13h4" />,
  sun: (
    <>
      <circle cx="8" cy="8" r="2.8" />
      <path d="M8 1.500v1.200M8 13.300v1.200M1.5 8h1.200M13.3 8h1.200M3.4 3.400l.9.9M11.7 11.700l.9.9M3.4 12.600l.9-.9M11.7 4.300l.9-.9" />
    </>
  ),
  moon: <path d="M13.5 9.500A5.8 5.8 0 0 1 6.5 2.500a5.8 5.8 0 1 0 7 7z" />,
  screen: <path d="M2 3h12v8H2zM6 13.500h4M8 11v2.5" />,
  menu: <path d="M2.5 4.500h11M2.5 8h11M2.5 11.500h11" />,
  alert: <path d="M8 2.2 14.3 13H1.700zM8 6.500v3M8 11.300v0" />,
  clock: (
    <>
      <circle cx="8" cy="8" r="5.7" />
      <path d="M8 4.700V8l2.2 1.5" />
    </>
  ),
  code: <path d="m5 4.5-3.5 3.500L5 11.500M11 4.500l3.5 3.5-3.5 3.500M9.2 3 6.8 13" />,
  link: (
    <path d="M6.8 9.200a2.6 2.6 0 0 0 3.7 0l2.3-2.300a2.6 2.6 0 0 0-3.7-3.700L8 4.300M9.2 6.800a2.6 2.6 0 0 0-3.7 0L3.2 9.100a2.6 2.6 0 0 0 3.7 3.700L8 11.7" />
  ),
  repeat: <path d="M13.3 7.200A5.4 5.4 0 0 0 3.5 5M2.7 8.800A5.4 5.4 0 0 0 12.5 11M3.5 2v3h3M12.5 14v-3h-3" />,
  signout: <path d="M6 2.500H2.500v11H6M10.5 5 13.5 8l-3 3M13.3 8H6" />,
  book: (
    <path d="M8 3.800C6.5 2.8 4.5 2.5 2 2.700v9.800c2.5-.2 4.5.1 6 1.1 1.5-1 3.5-1.3 6-1.100V2.700c-2.5-.2-4.5.1-6 1.100zM8 3.800v9.7" />
  ),
} satisfies Record<string, ReactNode>

export type IconName = keyof typeof shapes

/** A picture beside words or inside a labelled button; screen readers skip it. */
export function Icon({ name, size = 16 }: { name: IconName; size?: number }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.4"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      {shapes[name]}
    </svg>
  )
}
