import type { z } from "zod";
import { remindAppointment as remind } from "#app/domain/scheduling/appointments/remind-appointment.ts";
import type { remindAppointmentJob } from "#app/domain/scheduling/jobs.ts";
import { inOrg } from "#db/context.ts";
import type { Run } from "#jobs/handles.ts";

/** Reminds of an appointment, if it still stands. */
export async function remindAppointment(
	{ orgId, ...input }: z.output<(typeof remindAppointmentJob)["payload"]>,
	{ requestId, now }: Run,
): Promise<void> {
	const actor = { kind: "system", name: "Appointments" } as const;
	await inOrg({ org: orgId, actor, requestId, now }, (ctx) => remind(ctx, input));
}
