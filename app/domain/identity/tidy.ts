import { asSystem } from "#db/context.ts";

const DAY_MS = 86_400_000;
/** AUDIT-2: a year by default. */
export const RETENTION_DAYS = 365;
const CHUNK = 5_000;

/**
 * Removes what identity keeps no longer, in chunks: sessions and tokens that ended, mail of last month, full buckets,
 * and what is older than a year of security events and of the addresses and user agents beside events.
 */
export async function tidyIdentity(now: Date): Promise<void> {
	const ago = (days: number) => new Date(now.getTime() - days * DAY_MS);
	await asSystem(async (db) => {
		await db.deleteFrom("sessions").where("expires_at", "<", now).execute();
		await db.deleteFrom("identity_tokens").where("expires_at", "<", ago(7)).execute();
		await db.deleteFrom("system_mail").where("created_at", "<", ago(30)).execute();
		await db.deleteFrom("rate_limits").where("full_at", "<", ago(1)).execute();
		await db.deleteFrom("idempotency_keys").where("created_at", "<", ago(2)).execute();
	});
	await inChunks(() => forgetTraces(ago(RETENTION_DAYS)));
	await inChunks(() => forgetSecurityEvents(ago(RETENTION_DAYS)));
}

/** Events stay as long as their subject; where they came from does not. */
function forgetTraces(before: Date): Promise<number> {
	return asSystem(async (db) => {
		const old = db
			.selectFrom("events")
			.select(["org_id", "id"])
			.where("at", "<", before)
			.where((where) => where.or([where("ip", "is not", null), where("user_agent", "is not", null)]))
			.orderBy("at")
			.limit(CHUNK);
		const { numUpdatedRows } = await db
			.updateTable("events")
			.from(old.as("old"))
			.set({ ip: null, user_agent: null })
			.whereRef("events.org_id", "=", "old.org_id")
			.whereRef("events.id", "=", "old.id")
			.executeTakeFirst();
		return Number(numUpdatedRows);
	});
}

function forgetSecurityEvents(before: Date): Promise<number> {
	return asSystem(async (db) => {
		const old = db.selectFrom("security_events").select("id").where("at", "<", before).orderBy("at").limit(CHUNK);
		const { numDeletedRows } = await db.deleteFrom("security_events").where("id", "in", old).executeTakeFirst();
		return Number(numDeletedRows);
	});
}

async function inChunks(chunk: () => Promise<number>): Promise<void> {
	while ((await chunk()) === CHUNK);
}
