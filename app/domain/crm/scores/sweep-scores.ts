import { sql } from "kysely";
import { authorize } from "#app/domain/identity/policy.ts";
import { asSystem, type Ctx, enqueueAsSystem } from "#db/context.ts";
import { sweepScoresJob } from "./jobs.ts";
import { scoreContacts } from "./score-contacts.ts";
import { readScoring } from "./scoring-queries.ts";

/** Contacts that one run looks at: their facts take about 100 ms to read. */
const CHUNK = 400;
/** A score is computed once a day at least: what it counts lies in the last days and months. */
const OLD_MS = 20 * 3_600_000;

/**
 * Looks at the next chunk of contacts and computes the scores that are missing, older than the contact's last change,
 * made by other weights or by yesterday's calendar. Returns how many it computed; asks for the next chunk, if any.
 */
export async function sweepScores(ctx: Ctx, after: string | undefined): Promise<number> {
	authorize(ctx, "insights.request");
	const { version } = await readScoring(ctx);
	const { rows } = await sql<{ id: string; is_old: boolean }>`
		select c.id, s.contact_id is null or s.weights_version <> ${version} or s.computed_at < c.updated_at
			or s.computed_at < ${new Date(ctx.now.getTime() - OLD_MS)} as is_old
		from (select c.org_id, c.id, c.updated_at from contacts c
			where c.deleted_at is null ${after ? sql`and c.id > ${after}` : sql``} order by c.id limit ${CHUNK}) c
		left join contact_scores s on s.org_id = c.org_id and s.contact_id = c.id order by c.id`.execute(ctx.db);
	const old = rows.filter(({ is_old }) => is_old).map(({ id }) => id);
	await scoreContacts(ctx, old);
	const last = rows.at(-1);
	if (rows.length === CHUNK && last) await ctx.enqueue(sweepScoresJob, { orgId: ctx.org, after: last.id });
	return old.length;
}

/** Begins a sweep in every organisation. Across organisations, as the system. */
export async function scheduleScores(): Promise<void> {
	let after = "00000000-0000-0000-0000-000000000000";
	for (;;) {
		const ids = await asSystem(async (db) => {
			const orgs = await db
				.selectFrom("organisations")
				.select("id")
				.where("id", ">", after)
				.orderBy("id")
				.limit(1_000)
				.execute();
			await enqueueAsSystem(
				db,
				sweepScoresJob,
				orgs.map(({ id }) => ({ payload: { orgId: id } })),
			);
			return orgs.map(({ id }) => id);
		});
		if (ids.length < 1_000) return;
		after = ids.at(-1)!;
	}
}
