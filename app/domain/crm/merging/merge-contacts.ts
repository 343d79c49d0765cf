import { sql } from "kysely";
import { conflict, invalid } from "#app/base/errors.ts";
import { newId } from "#app/base/ids.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import { jsonb } from "#db/client.ts";
import type { Ctx } from "#db/context.ts";
import { listFields } from "../fields/field-queries.ts";
import { readFieldValues, storeFieldValues } from "../fields/field-values.ts";
import type { FieldValue } from "../fields/schema.ts";
import { RECORD_COLUMNS } from "../records/columns.ts";
import { type LockedRecord, lockRecord } from "../records/lock-record.ts";
import { sameValue, type Values } from "../records/rules.ts";
import { moveRows } from "./move-rows.ts";
import { type Choices, defaultSide } from "./schema.ts";

export type MergeContacts = {
	survivorId: string;
	mergedId: string;
	choices?: Choices;
	/** The versions that whoever chose had seen; 409 when one was changed since. */
	versions?: { survivor: number; merged: number };
};

/**
 * Joins two contacts that are one person (CRM-4). The survivor has of each field the value that was chosen; all that
 * hangs on the other one moves to it, and the other goes to the trash as merged into it. What was done is kept, so that
 * `unmergeContacts` gives everything back. Throws 404 for a contact that is not here, 422 for one and the same, and 409
 * for one in the trash or changed since it was looked at.
 */
export async function mergeContacts(ctx: Ctx, input: MergeContacts): Promise<{ mergeId: string }> {
	authorize(ctx, "contacts.merge");
	const { survivorId, mergedId } = input;
	if (survivorId === mergedId) throw invalid("A contact cannot be merged with itself.");
	const [survivor, merged] = await lockBoth(ctx, survivorId, mergedId);
	for (const record of [survivor, merged]) {
		if (record.deletedAt) throw conflict("One of the two contacts is in the trash, or was merged already.");
	}
	const { versions } = input;
	if (versions && (versions.survivor !== survivor.version || versions.merged !== merged.version)) {
		throw conflict("Somebody changed one of the two contacts meanwhile. Look at both again before you merge them.");
	}
	const changed = await chooseValues(ctx, input, survivor, merged);
	const moved = await moveRows(ctx, { survivorId, mergedId });
	const mergedVersion = merged.version + 1;
	await ctx.db
		.updateTable("contacts")
		.set({ deleted_at: ctx.now, updated_at: ctx.now, merged_into: survivorId, version: mergedVersion })
		.where("id", "=", mergedId)
		.execute();
	const mergeId = newId();
	const version = survivor.version + 1;
	await ctx.db
		.insertInto("merges")
		.values({
			...{ org_id: ctx.org, id: mergeId, survivor_id: survivorId, merged_id: mergedId, by_name: ctx.actor.name },
			...{ before: jsonb(changed.before), after: jsonb(changed.after), moved: jsonb(moved), created_at: ctx.now },
			...{ survivor_version: version, merged_version: mergedVersion },
		} as never)
		.execute();
	await settlePair(ctx, survivorId, mergedId, "merged");
	const data = { from: mergedId, mergeId, version };
	await ctx.record({
		name: "contact.merged",
		subject: { type: "contact", id: survivorId },
		changes: changed.changes,
		data,
	});
	return { mergeId };
}

/** Both, always in the same order, so that two merges never wait for each other. */
export async function lockBoth(ctx: Ctx, one: string, other: string): Promise<[LockedRecord, LockedRecord]> {
	const [low, high] = one < other ? [one, other] : [other, one];
	const first = await lockRecord(ctx, "contact", low);
	const second = await lockRecord(ctx, "contact", high);
	return one === low ? [first, second] : [second, first];
}

type Kept = Record<string, FieldValue>;
type Changed = { before: Kept; after: Kept; changes: Record<string, [unknown, unknown]> };

/** Sets the survivor's fields to what was chosen, and says what that changed. */
async function chooseValues(
	ctx: Ctx,
	{ survivorId, mergedId, choices = {} }: MergeContacts,
	survivor: LockedRecord,
	merged: LockedRecord,
): Promise<Changed> {
	const fields = await listFields(ctx, "contact");
	const own = await readFieldValues(ctx, [survivorId, mergedId]);
	const [mine, theirs] = [own.get(survivorId) ?? {}, own.get(mergedId) ?? {}];
	const so: Changed = { before: {}, after: {}, changes: {} };
	const take = (name: string, shown: string, before: unknown, after: unknown) => {
		const side = choices[name] ?? defaultSide(before, after);
		if (side === "survivor" || sameValue(before, after)) return;
		so.before[name] = (before ?? null) as FieldValue;
		so.after[name] = (after ?? null) as FieldValue;
		so.changes[shown] = [before ?? null, after ?? null];
	};
	for (const field of Object.keys(RECORD_COLUMNS.contact))
		take(field, field, survivor.values[field], merged.values[field]);
	for (const { id, key } of fields) take(`field:${id}`, `field:${key}`, mine[id], theirs[id]);
	await writeContact(ctx, survivorId, so.after, survivor.version + 1);
	await storeFieldValues(ctx, survivorId, { fields, before: mine, values: customOf(so.after) });
	return so;
}

/** Writes fields of a contact, and its version. */
export async function writeContact(ctx: Ctx, id: string, values: Values, version: number): Promise<void> {
	const columns = RECORD_COLUMNS.contact;
	const own = Object.entries(values).filter(([field]) => columns[field] !== undefined);
	const parts = own.map(
		([field, value]) => sql`${sql.id(columns[field]!)} = ${BLANK_TEXT.has(field) ? (value ?? "") : value}`,
	);
	await sql`update contacts set ${sql.join([...parts, sql`version = ${version}`, sql`updated_at = ${ctx.now}`])} where id = ${id}`.execute(
		ctx.db,
	);
}

/** Columns whose blank is a text. */
const BLANK_TEXT = new Set(["firstName", "lastName", "jobTitle"]);

/** The custom values among them, by field id. */
export function customOf(values: Values): Record<string, FieldValue> {
	return Object.fromEntries(
		Object.entries(values).flatMap(([name, value]) =>
			name.startsWith("field:") ? [[name.slice(6), value as FieldValue]] : [],
		),
	);
}

/** What was decided of a pair; one that nobody had found is not written down. */
export async function settlePair(ctx: Ctx, one: string, other: string, state: "open" | "merged"): Promise<void> {
	const [first, second] = one < other ? [one, other] : [other, one];
	await ctx.db
		.updateTable("duplicate_pairs")
		.set({ state, decided_at: ctx.now, decided_by: ctx.actor.name })
		.where("first_id", "=", first)
		.where("second_id", "=", second)
		.where("state", "!=", "dismissed")
		.execute();
}
