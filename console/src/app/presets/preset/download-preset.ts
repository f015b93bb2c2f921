/** Hands a preset's source to the browser as a file of its name. */
export function downloadPreset(document: Document, name: string, source: string): void {
  const address = URL.createObjectURL(new Blob([source], { type: 'text/x-shellscript' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = `${name}.sh`;
  link.click();
  URL.revokeObjectURL(address);
}
