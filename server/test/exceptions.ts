import type { ProblemFault } from '@hyprbox/contracts';

/** A refusal of what is of the right shape, for what it means. */
export interface Meaning {
  routes: RegExp;
  says: RegExp;
  why: string;
}

/** Fields by their routes: each stands for all that is in it. */
export type Fields = Record<string, string[]>;

/** What an answer may be that the OpenAPI file does not tell. Each exception has to be one. */
export class Exceptions {
  private readonly met = new Set<string>();

  /** @param open fields of which the file and the server do not agree yet */
  constructor(
    private readonly meanings: Meaning[],
    private readonly open: Fields,
  ) {}

  isMeaning(route: string, { detail }: ProblemFault): boolean {
    return this.meet(this.meanings.find(({ routes, says }) => routes.test(route) && says.test(detail))?.why);
  }

  isOpen(route: string, pointer: string): boolean {
    const field = this.open[route]?.find((each) => pointer === each || pointer.startsWith(`${each}/`));
    return this.meet(field && `${route} ${field}`);
  }

  /** Those that nothing was excused by. */
  get unmet(): string[] {
    const fields = Object.entries(this.open).flatMap(([route, names]) => names.map((name) => `${route} ${name}`));
    return [...this.meanings.map(({ why }) => why), ...fields].filter((each) => !this.met.has(each));
  }

  private meet(exception: string | undefined): boolean {
    if (exception !== undefined) this.met.add(exception);
    return exception !== undefined;
  }
}
