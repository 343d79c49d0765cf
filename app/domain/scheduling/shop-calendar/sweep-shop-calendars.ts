import { readShopAppointmentsJob, writeAppointmentJob } from "#app/domain/scheduling/jobs.ts";
import { asSystem, enqueueAsSystem } from "#db/context.ts";

/** What was given up is tried again after this long, while it still lies ahead. */
const AGAIN_AFTER_MS = 15 * 60_000;

/**
 * Asks for the calendar of every connection that is on, and again for what did not reach its shop. Across
 * organisations, as the system; returns how many jobs it asked for.
 */
export async function sweepShopCalendars(now: Date): Promise<{ reads: number; writes: number }> {
	return asSystem(async (db) => {
		const connections = await db
			.selectFrom("shop_connections")
			.select(["org_id", "id"])
			.where("enabled", "=", true)
			.execute();
		const waiting = await db
			.selectFrom("appointments")
			.select(["org_id", "id"])
			.where("sync_state", "in", ["pending", "failed"])
			.where("updated_at", "<", new Date(now.getTime() - AGAIN_AFTER_MS))
			.where("ends_at", ">", now)
			.limit(1_000)
			.execute();
		await enqueueAsSystem(
			db,
			readShopAppointmentsJob,
			connections.map((row) => ({ payload: { orgId: row.org_id, connectionId: row.id } })),
		);
		await enqueueAsSystem(
			db,
			writeAppointmentJob,
			waiting.map((row) => ({ payload: { orgId: row.org_id, appointmentId: row.id } })),
		);
		return { reads: connections.length, writes: waiting.length };
	});
}
