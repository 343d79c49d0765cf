import { startDueCatalogues, startDuePolls } from "#app/domain/integrations/find-due-connections.ts";
import { scheduleCataloguesJob, schedulePollsJob } from "#app/domain/integrations/jobs.ts";
import { handles } from "#jobs/handles.ts";

export const schedulePollsHandler = handles(schedulePollsJob, (_payload, { now }) => startDuePolls(now));
export const scheduleCataloguesHandler = handles(scheduleCataloguesJob, (_payload, { now }) => startDueCatalogues(now));
