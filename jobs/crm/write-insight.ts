import { AppError } from "#app/base/errors.ts";
import { writeInsightJob } from "#app/domain/crm/insights/jobs.ts";
import { writeInsight } from "#app/domain/crm/insights/write-insight.ts";
import { providers } from "#app/providers/open.ts";
import { house } from "#db/context.ts";
import { PermanentFailure } from "#db/queue.ts";
import { handles } from "#jobs/handles.ts";

const actor = { kind: "system", name: "Insights" } as const;

export const writeInsightHandler = handles(writeInsightJob, async ({ orgId, type, recordId }, run) => {
	const { requestId, now, signal } = run;
	try {
		await writeInsight({ org: orgId, actor, requestId, now }, { type, id: recordId }, providers().models, signal);
	} catch (error) {
		// Of a record that went to the trash, or never was here, none is written however often it is tried.
		if (error instanceof AppError && error.status === 404) throw new PermanentFailure(error.message, { cause: error });
		throw error;
	}
	house().live.publish({ org: orgId, topics: [`insight:${recordId}`] });
});
