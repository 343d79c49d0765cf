import { blankDeliveries } from "#app/domain/integrations/deliveries/blank-deliveries.ts";
import { blankDeliveriesJob } from "#app/domain/integrations/jobs.ts";
import { handles } from "#jobs/handles.ts";

export const blankDeliveriesHandler = handles(blankDeliveriesJob, async (_payload, { now }) => {
	await blankDeliveries(now);
});
