import {
  type CSSVariablesResolver,
  createTheme,
  defaultVariantColorsResolver,
  type MantineColorsTuple,
} from '@mantine/core'

// tokens.css is the only place where colours stand. Mantine is told its variables by name; the scales below exist only
// because it asks for ten shades, and are used where it picks a shade itself.
const accent: MantineColorsTuple = [
  '#e2f2ef',
  '#d3eae5',
  '#a8d8cf',
  '#55c7b4',
  '#38ac98',
  '#1f9080',
  '#127d70',
  '#0a6f63',
  '#08594f',
  '#06443c',
]

const gray: MantineColorsTuple = [
  '#f8f7f9',
  '#f3f1f5',
  '#e7e4ea',
  '#dcd8e0',
  '#c8c4cf',
  '#a9a4b3',
  '#8a8594',
  '#6b6676',
  '#55515f',
  '#23202c',
]

const dark: MantineColorsTuple = [
  '#eae8ee',
  '#b0acba',
  '#9a95a6',
  '#75707f',
  '#4a4754',
  '#2e2c35',
  '#232229',
  '#19181d',
  '#131217',
  '#0d0c10',
]

const closeButtonProps = { 'aria-label': 'Close' }
const overlayProps = { color: '#17151d', backgroundOpacity: 0.4 }

export const theme = createTheme({
  fontFamily: 'var(--font)',
  fontFamilyMonospace: 'var(--font-mono)',
  primaryColor: 'accent',
  primaryShade: { light: 7, dark: 3 },
  colors: { accent, gray, dark },
  cursorType: 'pointer',
  defaultRadius: 'md',
  fontSizes: {
    xs: 'var(--text-sm)',
    sm: 'var(--text-md)',
    md: 'var(--text-lg)',
    lg: 'var(--text-lg)',
    xl: 'var(--text-xl)',
  },
  radius: { xs: '4px', sm: '5px', md: 'var(--radius)', lg: 'var(--radius-lg)', xl: '16px' },
  spacing: { xs: '8px', sm: '12px', md: '16px', lg: '24px', xl: '32px' },
  headings: { fontWeight: '600' },
  fontWeights: { regular: '400', medium: '500', bold: '600' },
  shadows: { xs: 'var(--shadow)', sm: 'var(--shadow)', md: 'var(--shadow-lifted)', xl: 'var(--shadow-lifted)' },
  variantColorResolver(input) {
    if (input.variant === 'filled' && input.color === 'red') return filled('danger')
    if (input.variant === 'filled' && (input.color ?? 'accent') === 'accent') return filled('accent')
    const resolved = defaultVariantColorsResolver(input)
    if (input.color === 'red' && input.variant !== 'default')
      return { ...resolved, color: 'var(--danger)', hover: 'var(--danger-soft)' }
    if (input.color === 'gray' && input.variant === 'subtle')
      return { ...resolved, color: 'var(--ink-2)', hover: 'var(--hover)' }
    return resolved
  },
  components: {
    // The hint stands below its control: then the controls of a row are in line, whatever their hints say.
    InputWrapper: { defaultProps: { inputWrapperOrder: ['label', 'input', 'description', 'error'] } },
    Modal: { defaultProps: { centered: true, overlayProps, closeButtonProps, radius: 'lg' } },
    Drawer: { defaultProps: { overlayProps, closeButtonProps } },
    // Inside the page's landmarks, not beside them; `fixed` lets a menu leave a frame that scrolls.
    Menu: { defaultProps: { withinPortal: false, floatingStrategy: 'fixed', withInitialFocusPlaceholder: false } },
    Combobox: { defaultProps: { withinPortal: false, floatingStrategy: 'fixed' } },
    Anchor: { defaultProps: { underline: 'always' } },
    Tooltip: { defaultProps: { openDelay: 350, withArrow: false, color: 'dark' } },
    Select: { defaultProps: { checkIconPosition: 'right', allowDeselect: false } },
  },
})

function filled(name: 'accent' | 'danger') {
  return {
    background: `var(--${name}-fill)`,
    hover: `var(--${name}-fill-hover)`,
    color: `var(--${name}-on)`,
    border: '1px solid transparent',
  }
}

export const cssVariables: CSSVariablesResolver = () => {
  const both = {
    '--mantine-color-text': 'var(--ink)',
    '--mantine-color-body': 'var(--surface)',
    '--mantine-color-bright': 'var(--ink)',
    '--mantine-color-error': 'var(--danger)',
    '--mantine-color-placeholder': 'var(--ink-3)',
    '--mantine-color-anchor': 'var(--accent)',
    '--mantine-color-default': 'var(--surface-raised)',
    '--mantine-color-default-hover': 'var(--hover)',
    '--mantine-color-default-color': 'var(--ink)',
    '--mantine-color-default-border': 'var(--line-strong)',
    '--mantine-color-dimmed': 'var(--ink-3)',
    '--mantine-color-disabled': 'var(--surface-sunken)',
    '--mantine-color-disabled-color': 'var(--ink-3)',
    '--mantine-color-disabled-border': 'var(--line)',
    '--mantine-primary-color-contrast': 'var(--accent-on)',
    '--mantine-primary-color-filled': 'var(--accent-fill)',
    '--mantine-primary-color-filled-hover': 'var(--accent-fill-hover)',
    '--mantine-color-accent-filled': 'var(--accent-fill)',
    '--mantine-color-accent-filled-hover': 'var(--accent-fill-hover)',
    '--mantine-color-accent-light': 'var(--accent-soft)',
    '--mantine-color-accent-light-hover': 'var(--accent-soft-hover)',
    '--mantine-color-accent-light-color': 'var(--accent)',
    '--mantine-color-accent-outline': 'var(--accent)',
    '--mantine-color-accent-outline-hover': 'var(--accent-soft)',
  }
  return { variables: {}, light: both, dark: both }
}
