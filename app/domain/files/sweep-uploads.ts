import { sql } from "kysely";
import type { OrgId } from "#app/base/ids.ts";
import { DAY } from "#app/base/time.ts";
import { asSystem } from "#db/context.ts";
import type { Step } from "./store-file.ts";

/** No upload is let go on for as long as this. Milliseconds. */
const BROKEN_AFTER = DAY;

/** Files at a time: each has up to 250 rows of a megabyte. */
const CHUNK = 20;

/**
 * Takes out files that never became whole and were begun a day ago: of uploads whose process died half-way, since the
 * others take out after themselves. Organisation by organisation, each chunk in a transaction that `stepsFor` opens.
 * Returns how many went. Run twice it finds nothing the second time.
 */
export async function sweepUploads(stepsFor: (org: OrgId) => Step): Promise<number> {
	let after = "00000000-0000-0000-0000-000000000000";
	let gone = 0;
	for (;;) {
		const orgs = await asSystem((db) =>
			db.selectFrom("organisations").select("id").where("id", ">", after).orderBy("id").limit(1_000).execute(),
		);
		for (const { id } of orgs) gone += await sweepOne(stepsFor(id as OrgId));
		if (orgs.length < 1_000) return gone;
		after = orgs.at(-1)!.id;
	}
}

async function sweepOne(step: Step): Promise<number> {
	let gone = 0;
	for (;;) {
		const rows = await step(async (ctx) => {
			const before = new Date(ctx.now.getTime() - BROKEN_AFTER);
			const found = await sql<{ id: string }>`
				delete from files where (org_id, id) in (
					select f.org_id, f.id from files f where f.sha256 = ''::bytea and f.created_at < ${before} limit ${CHUNK})
				returning id`.execute(ctx.db);
			return found.rows.length;
		});
		gone += rows;
		if (rows < CHUNK) return gone;
	}
}
