import { asSystem } from "#db/context.ts";

/**
 * Adds refused signatures to their connection's count. The system's own transaction: a refused request belongs to
 * nobody, and the count must stay when everything else of it is dropped. `at` is when the last one came.
 */
export async function countSignatureFailures(connectionId: string, count: number, at: Date): Promise<void> {
	await asSystem(async (db) => {
		await db
			.updateTable("shop_connections")
			.set((eb) => ({ signature_failures: eb("signature_failures", "+", count), signature_failed_at: at }))
			.where("id", "=", connectionId)
			.execute();
	});
}
