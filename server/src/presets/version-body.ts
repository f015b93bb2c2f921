const fence = '# ---';

/**
 * What follows the front matter in the source of a version. That it has one, and is a preset, was seen to when it was
 * published.
 */
export function bodyOf(template: string): string {
  const open = template.indexOf(`\n${fence}\n`);
  const close = template.indexOf(`\n${fence}\n`, open + fence.length + 1);
  if (open === -1 || close === -1) throw new Error('The source of a version has no front matter.');
  return template.slice(close + fence.length + 2);
}
