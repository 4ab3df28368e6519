/** @jsxImportSource preact */

// Drawn for this page on a grid of 20, in one stroke weight. Data, not one component a file.
const shapes = {
  book: 'M10 5.2C8.3 4 6 3.6 3 3.8v11.4c3-.2 5.3.2 7 1.4 1.7-1.2 4-1.6 7-1.4V3.8c-3-.2-5.3.2-7 1.4zM10 5.2v11.4',
  keyboard: 'M2.5 5.5h15v9h-15zM5.5 8.5v0M8.5 8.5v0M11.5 8.5v0M14.5 8.5v0M6 11.7h8',
  menu: 'M3.5 6h13M3.5 10h13M3.5 14h13',
  check: 'm4.5 10.5 3.7 3.7 7.3-8',
  close: 'm5 5 10 10M15 5 5 15',
  enter: 'M16 4.5v4.8a2.2 2.2 0 0 1-2.2 2.2H4.5M8 8l-3.5 3.5L8 15',
  left: 'M16.5 10h-13M8 5.5 3.5 10 8 14.5',
  right: 'M3.5 10h13M12 5.5l4.5 4.5-4.5 4.5',
  alert: 'M10 3 18 16.5H2zM10 8.5v3.5M10 14.3v0',
  undo: 'M4 8h8.5a4 4 0 0 1 0 8H8M7.5 4.5 4 8l3.5 3.5',
  clock: 'M10 3.2a6.8 6.8 0 1 0 0 13.6 6.8 6.8 0 0 0 0-13.6zM10 6.5V10l2.5 1.7',
  cloudOff: 'M3 3l14 14M6 7a4 4 0 0 0-.5 8H14M8.5 5.3a5 5 0 0 1 6.3 4A3 3 0 0 1 17 13.5',
} as const

export type IconName = keyof typeof shapes

/** A drawing beside words or inside a labelled button; screen readers skip it. */
export function Icon({ name, size }: { name: IconName; size?: number }) {
  return <Drawing path={shapes[name]} size={size} />
}

/** The same of a drawing that only one part of the page has. */
export function Drawing({ path, size = 20 }: { path: string; size?: number | undefined }) {
  return (
    <svg width={size} height={size} viewBox="0 0 20 20" class="icon" aria-hidden="true" focusable="false">
      <path d={path} />
    </svg>
  )
}

export function Star({ filled }: { filled: boolean }) {
  return (
    <svg viewBox="0 0 24 24" class="star" data-filled={filled} aria-hidden="true" focusable="false">
      <path d="M12 2.9l2.8 5.8 6.3.9-4.6 4.5 1.1 6.3L12 17.4l-5.6 3 1.1-6.3L2.9 9.6l6.3-.9z" />
    </svg>
  )
}

/** The mark, in the colour of the text around it (the path of public/mark.svg). */
export function Mark({ size = 24 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" fill="currentColor" aria-hidden="true" focusable="false">
      <path
        fill-rule="evenodd"
        d="M2 16.9V3.8C2 1.9 4.1 1.1 5.5 2.4L12 8.5C14.6 8 17.4 8 20 8.5L26.5 2.4C27.9 1.1 30 1.9 30 3.8V16.9L22.6 17.9A1.06 1.06 0 0 0 22.9 20L29.7 19.3C29.5 20.6 29.1 21.9 28.5 23.1L23.1 21.9A1.06 1.06 0 0 0 22.6 24L27.3 25.1C24.9 28.2 20.7 30 16 30C11.3 30 7.1 28.2 4.7 25.1L9.4 24A1.06 1.06 0 0 0 8.9 21.9L3.5 23.1C2.9 21.9 2.5 20.6 2.3 19.3L9.1 20A1.06 1.06 0 0 0 9.4 17.9ZM14.2 18.3C13.2 18.3 12.8 19.4 13.5 20.1L15.2 21.8C15.7 22.3 16.3 22.3 16.8 21.8L18.5 20.1C19.2 19.4 18.8 18.3 17.8 18.3Z"
      />
    </svg>
  )
}
