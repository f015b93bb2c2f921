/** An SVG file imported `with { loader: 'text' }`. */
declare module '*.svg' {
  const source: string;
  export default source;
}
