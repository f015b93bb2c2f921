/** What is wrong with a text that has to be the name of a time zone; null if nothing is, or it is empty. */
export function timeZoneFault(typed: string): string | null {
  const name = typed.trim();
  return name === '' || isTimeZone(name) ? null : 'This is not the name of a time zone, such as Europe/Berlin.';
}

export function isTimeZone(name: string): boolean {
  try {
    Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    // That is how the platform says that it does not know it.
    return false;
  }
}
