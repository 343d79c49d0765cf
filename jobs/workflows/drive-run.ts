import { driveRun as drive } from "#app/domain/workflows/running/driving/drive-run.ts";
import { providers } from "#app/providers/open.ts";
import { house } from "#db/context.ts";
import type { Run } from "#jobs/handles.ts";

export async function driveRun({ orgId, runId }: { orgId: string; runId: string }, run: Run): Promise<void> {
	const { clock } = house().database;
	// A run may be driven for a while: its clock goes on from the job's own instant.
	const ahead = run.now.getTime() - clock.now().getTime();
	const { models, http, embeddings } = providers();
	await drive(
		{
			org: orgId,
			requestId: run.requestId,
			signal: run.signal,
			now: () => new Date(clock.now().getTime() + ahead),
			outside: { models, http, embeddings },
		},
		runId,
	);
}
