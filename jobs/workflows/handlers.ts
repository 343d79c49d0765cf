import {
	compareDraftJob,
	driveRunJob,
	fireScheduleJob,
	fireTriggersJob,
	releaseHeldJob,
	sweepRunsJob,
	wakeRunsJob,
} from "#app/domain/workflows/jobs.ts";
import { handles } from "#jobs/handles.ts";
import { compareDraft } from "./compare-draft.ts";
import { driveRun } from "./drive-run.ts";
import { fireSchedule } from "./fire-schedule.ts";
import { fireTriggers } from "./fire-triggers.ts";
import { releaseHeld } from "./release-held.ts";
import { sweepRuns } from "./sweep-runs.ts";
import { wakeRuns } from "./wake-runs.ts";

/** The jobs of this area and who does them. */
export const workflowsHandlers = [
	handles(driveRunJob, driveRun),
	handles(wakeRunsJob, wakeRuns),
	handles(fireTriggersJob, fireTriggers),
	handles(fireScheduleJob, fireSchedule),
	handles(releaseHeldJob, releaseHeld),
	handles(sweepRunsJob, sweepRuns),
	handles(compareDraftJob, compareDraft),
];
