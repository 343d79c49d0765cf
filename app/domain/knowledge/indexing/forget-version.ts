import type { Step } from "#app/domain/files/store-file.ts";
import { removePassages } from "./store-passages.ts";

/** Passages of one transaction. */
const AT_ONCE = 100;

/**
 * Takes the passages of a removed or replaced version out of the search. Stops where its document came back meanwhile
 * and uses it: then they are to be found.
 */
export async function forgetVersion(step: Step, versionId: string, signal?: AbortSignal): Promise<void> {
	for (;;) {
		signal?.throwIfAborted();
		const removed = await step(async (ctx) => {
			const inUse = await ctx.db
				.selectFrom("documents")
				.select("id")
				.where("current_version_id", "=", versionId)
				.where("deleted_at", "is", null)
				.forShare()
				.executeTakeFirst();
			return inUse ? 0 : removePassages(ctx, versionId, AT_ONCE);
		});
		if (removed === 0) return;
	}
}
