import { conflict, notFound } from "#app/base/errors.ts";
import { isId } from "#app/base/ids.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import type { Ctx } from "#db/context.ts";
import { findDuplicates } from "../duplicates/find-duplicates.ts";
import { listFields } from "../fields/field-queries.ts";
import { readFieldValues, storeFieldValues } from "../fields/field-values.ts";
import type { CustomField } from "../fields/schema.ts";
import type { LockedRecord } from "../records/lock-record.ts";
import { sameValue, type Values } from "../records/rules.ts";
import { customOf, lockBoth, settlePair, writeContact } from "./merge-contacts.ts";
import { type Moved, moveRowsBack } from "./move-rows.ts";

/**
 * Takes two merged contacts apart again: the rows that were moved go back, fields that the merge set get their former
 * values unless somebody changed them since, and the merged contact comes out of the trash. Throws 404, and 409 with
 * words where it can no longer be done. Returns the contact that is back.
 */
export async function unmergeContacts(ctx: Ctx, mergeId: string): Promise<{ id: string }> {
	authorize(ctx, "contacts.merge");
	const merge = isId(mergeId)
		? await ctx.db.selectFrom("merges").selectAll().where("id", "=", mergeId).forUpdate().executeTakeFirst()
		: undefined;
	if (!merge) throw notFound("merge");
	if (merge.undone_at) throw conflict("This merge was undone already.");
	const pair = { survivorId: merge.survivor_id, mergedId: merge.merged_id };
	const [survivor, merged] = await lockBoth(ctx, pair.survivorId, pair.mergedId);
	await refuseLate(ctx, pair, survivor, merged);
	const changes = await giveBack(ctx, pair.survivorId, survivor, {
		before: merge.before as Values,
		after: merge.after as Values,
	});
	await moveRowsBack(ctx, pair, merge.moved as Moved);
	await ctx.db
		.updateTable("contacts")
		.set({ deleted_at: null, merged_into: null, updated_at: ctx.now, version: merged.version + 1 })
		.where("id", "=", pair.mergedId)
		.execute();
	await ctx.db.updateTable("merges").set({ undone_at: ctx.now }).where("id", "=", mergeId).execute();
	// Whether they are one person after all is asked again; who knows that they are two says so there.
	await settlePair(ctx, pair.survivorId, pair.mergedId, "open");
	await findDuplicates(ctx, [pair.survivorId, pair.mergedId]);
	await ctx.recordMany([
		{
			name: "contact.unmerged",
			subject: { type: "contact", id: pair.survivorId },
			changes,
			data: { other: pair.mergedId, version: survivor.version + 1 },
		},
		{
			name: "contact.unmerged",
			subject: { type: "contact", id: pair.mergedId },
			data: { other: pair.survivorId, version: merged.version + 1 },
		},
	]);
	return { id: pair.mergedId };
}

type Pair = { survivorId: string; mergedId: string };

async function refuseLate(
	ctx: Ctx,
	{ survivorId, mergedId }: Pair,
	survivor: LockedRecord,
	merged: LockedRecord,
): Promise<void> {
	const rows = await ctx.db
		.selectFrom("contacts")
		.select(["id", "merged_into"])
		.where("id", "in", [survivorId, mergedId])
		.execute();
	const into = (id: string) => rows.find((row) => row.id === id)?.merged_into;
	if (into(survivorId)) {
		throw conflict("The contact that lived on was itself merged into another one. Undo that merge first.");
	}
	if (survivor.deletedAt)
		throw conflict("The contact that lived on is in the trash. Restore it first, then undo the merge.");
	if (into(mergedId) !== survivorId || !merged.deletedAt) {
		throw conflict("The merged contact was changed since in a way that the merge cannot be undone.");
	}
}

async function giveBack(
	ctx: Ctx,
	id: string,
	survivor: LockedRecord,
	{ before, after }: { before: Values; after: Values },
) {
	const fields = await listFields(ctx, "contact");
	const own = (await readFieldValues(ctx, [id])).get(id) ?? {};
	const current = (name: string) => (name.startsWith("field:") ? own[name.slice(6)] : survivor.values[name]);
	const names = Object.keys(before).filter((name) => sameValue(current(name) ?? null, after[name] ?? null));
	const back = Object.fromEntries(names.map((name) => [name, before[name] ?? null]));
	await writeContact(ctx, id, back, survivor.version + 1);
	await storeFieldValues(ctx, id, { fields, before: own, values: customOf(back) });
	return Object.fromEntries(
		names.map((name) => [shownName(name, fields), [after[name] ?? null, before[name] ?? null] as [unknown, unknown]]),
	);
}

function shownName(name: string, fields: readonly CustomField[]): string {
	return name.startsWith("field:") ? `field:${fields.find(({ id }) => id === name.slice(6))?.key ?? ""}` : name;
}
