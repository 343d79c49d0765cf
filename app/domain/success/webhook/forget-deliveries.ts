import { asSystem } from "#db/context.ts";
import { KEPT_DAYS } from "./schema.ts";

const CHUNK = 2_000;

/** Deletes what became of deliveries that came longer ago than they are kept. Across organisations; returns how many. */
export async function forgetDeliveries(now: Date): Promise<number> {
	const before = new Date(now.getTime() - KEPT_DAYS * 86_400_000);
	let forgotten = 0;
	for (;;) {
		const count = await asSystem(async (db) => {
			const old = db
				.selectFrom("account_deliveries")
				.select(["org_id", "id"])
				.where("received_at", "<", before)
				.where("state", "<>", "received")
				.orderBy("received_at")
				.limit(CHUNK);
			const { numDeletedRows } = await db
				.deleteFrom("account_deliveries as d")
				.using(old.as("old"))
				.whereRef("d.org_id", "=", "old.org_id")
				.whereRef("d.id", "=", "old.id")
				.executeTakeFirst();
			return Number(numDeletedRows);
		});
		forgotten += count;
		if (count < CHUNK) return forgotten;
	}
}
