/** The mark: a cat's head with whiskers, in the colour of the text around it (the path of public/mark.svg). */
export function Mark({ size = 22 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" fill="currentColor" aria-hidden="true" focusable="false">
      <path
        fillRule="evenodd"
        d="M2 16.9V3.8C2 1.9 4.1 1.1 5.5 2.4L12 8.5C14.6 8 17.4 8 20 8.5L26.5 2.4C27.9 1.1 30 1.9 30 3.8V16.9L22.6 17.9A1.06 1.06 0 0 0 22.9 20L29.7 19.3C29.5 20.6 29.1 21.9 28.5 23.1L23.1 21.9A1.06 1.06 0 0 0 22.6 24L27.3 25.1C24.9 28.2 20.7 30 16 30C11.3 30 7.1 28.2 4.7 25.1L9.4 24A1.06 1.06 0 0 0 8.9 21.9L3.5 23.1C2.9 21.9 2.5 20.6 2.3 19.3L9.1 20A1.06 1.06 0 0 0 9.4 17.9ZM14.2 18.3C13.2 18.3 12.8 19.4 13.5 20.1L15.2 21.8C15.7 22.3 16.3 22.3 16.8 21.8L18.5 20.1C19.2 19.4 18.8 18.3 17.8 18.3Z"
      />
    </svg>
  )
}
