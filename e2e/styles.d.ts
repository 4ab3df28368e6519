/** The dashboard's list of pages leads to its components, and they to their styles. */
declare module '*.css'
declare module '*.module.css' {
  const names: Record<string, string>
  export default names
}
