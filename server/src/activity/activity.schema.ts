import { activityKinds, type Activity } from '@hyprbox/contracts';
import { instant, nullable, objectOf, oneOf, text, uuid } from '../http/schemas.js';

export const activitySchema = objectOf<Activity>(
  {
    id: uuid,
    at: instant,
    nodeId: nullable(text),
    kind: oneOf(activityKinds),
    message: text,
    jobId: uuid,
    runId: uuid,
  },
  'jobId',
  'runId',
);
