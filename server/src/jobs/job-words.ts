/** What a job applied. */
export interface AppliedPreset {
  preset: string;
  isTest: boolean;
}

/** How the activity of a node names a job. */
export function jobInWords(job: AppliedPreset | undefined): string {
  if (!job) return 'A job';
  return job.isTest ? `The draft of ${job.preset}` : job.preset;
}
