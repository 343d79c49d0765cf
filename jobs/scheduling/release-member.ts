import { releaseMember as release } from "#app/domain/scheduling/appointments/release-member.ts";
import { inOrg } from "#db/context.ts";
import type { Run } from "#jobs/handles.ts";

/** Cancels what was still to come with a member who has left. */
export function releaseMember({ orgId, eventId }: { orgId: string; eventId: string }, { requestId, now }: Run) {
	const actor = { kind: "system", name: "Appointments" } as const;
	return inOrg({ org: orgId, actor, requestId, now }, (ctx) => release(ctx, eventId));
}
