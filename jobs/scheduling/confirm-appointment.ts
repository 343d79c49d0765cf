import { confirmAppointment as confirm } from "#app/domain/scheduling/appointments/confirm-appointment.ts";
import { inOrg } from "#db/context.ts";
import type { Run } from "#jobs/handles.ts";

/** Confirms what an event says of an appointment. */
export async function confirmAppointment(
	{ orgId, eventId }: { orgId: string; eventId: string },
	{ requestId, now }: Run,
): Promise<void> {
	const actor = { kind: "system", name: "Appointments" } as const;
	await inOrg({ org: orgId, actor, requestId, now }, (ctx) => confirm(ctx, eventId));
}
