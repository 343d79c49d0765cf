import { emptyTrash, scheduleTrash } from "#app/domain/crm/records/empty-trash.ts";
import { emptyTrashJob, scheduleTrashJob } from "#app/domain/crm/records/jobs.ts";
import { inOrg } from "#db/context.ts";
import { handles } from "#jobs/handles.ts";

const actor = { kind: "system", name: "Trash" } as const;

/** Chunk after chunk, each in a transaction of its own, until nothing of that age is left. */
export const emptyTrashHandler = handles(emptyTrashJob, async ({ orgId }, { requestId, now }) => {
	for (;;) {
		const { more } = await inOrg({ org: orgId, actor, requestId, now }, (ctx) => emptyTrash(ctx));
		if (!more) return;
	}
});

export const scheduleTrashHandler = handles(scheduleTrashJob, () => scheduleTrash());
