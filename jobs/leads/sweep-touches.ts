import { sweepTouchesJob } from "#app/domain/leads/sequences/jobs.ts";
import { sweepTouches } from "#app/domain/leads/sequences/sending/sweep-touches.ts";
import { handles } from "#jobs/handles.ts";

export const sweepTouchesHandler = handles(sweepTouchesJob, (_payload, { now }) => sweepTouches(now));
