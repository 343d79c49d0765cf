import { jsonb } from "#db/client.ts";
import { asSystem } from "#db/context.ts";

/**
 * How long the body and the headers of a delivery are kept, in days: they name customers with their addresses. Long
 * enough to look into an order of last season's complaint, no longer.
 */
export const DELIVERY_BODY_DAYS = 90;
const CHUNK = 2_000;

/**
 * Blanks what came longer ago than that, whatever became of it: the rows stay, with their state and reason. What was
 * rejected or failed could be mended and replayed until then. What still waits for its job is kept, for that job.
 * Across organisations, as the system, in chunks. Returns how many.
 */
export async function blankDeliveries(now: Date): Promise<number> {
	const before = new Date(now.getTime() - DELIVERY_BODY_DAYS * 86_400_000);
	let blanked = 0;
	for (;;) {
		const count = await blankChunk(before, now);
		blanked += count;
		if (count < CHUNK) return blanked;
	}
}

function blankChunk(before: Date, now: Date): Promise<number> {
	return asSystem(async (db) => {
		const old = db
			.selectFrom("shop_deliveries")
			.select(["org_id", "id"])
			.where("received_at", "<", before)
			.where("blanked_at", "is", null)
			.where("state", "<>", "received")
			.orderBy("received_at")
			.limit(CHUNK)
			// One that is being replayed at this moment is still needed.
			.forUpdate()
			.skipLocked();
		const { numUpdatedRows } = await db
			.updateTable("shop_deliveries as d")
			.from(old.as("old"))
			.set({ body: "", headers: jsonb({}), blanked_at: now })
			.whereRef("d.org_id", "=", "old.org_id")
			.whereRef("d.id", "=", "old.id")
			.executeTakeFirst();
		return Number(numUpdatedRows);
	});
}
