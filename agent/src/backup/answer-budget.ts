/** All of an answer is one line of output, of which the server keeps the newest 4 MiB. */
const pathBytesMax = 1024 * 1024;

/** How much of a list goes into an answer: so many entries, and so much of their paths together. */
export class AnswerBudget {
  private entries = 0;
  private bytes = 0;
  exceeded = false;

  constructor(private readonly entriesMax: number) {}

  admits(path: string): boolean {
    this.entries += 1;
    // As it will stand in JSON, where a control character takes six bytes.
    this.bytes += Buffer.byteLength(JSON.stringify(path));
    const fits = !this.exceeded && this.entries <= this.entriesMax && this.bytes <= pathBytesMax;
    if (!fits) this.exceeded = true;
    return fits;
  }
}
