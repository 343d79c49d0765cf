import { sql } from "kysely";
import { cancelMessage } from "#app/domain/messaging/cancel-message.ts";
import type { Ctx } from "#db/context.ts";

/** Everything that names a contact by its id, in a column of its own. */
const OWNED = [
	"account_stakeholders",
	"appointments",
	"conversations",
	"deals",
	"enrollments",
	"leads",
	"messages",
	"projects",
	"public_links",
	"vehicles",
] as const;

/** Everything that names it by kind and id. */
const NAMED = ["notes", "tasks"] as const;

/** Table -> ids of the rows that a merge moved; what has no id is kept as it was. */
export type Moved = Partial<Record<(typeof OWNED)[number] | (typeof NAMED)[number], string[]>> & {
	identities?: { source: string; externalId: string }[];
	tags?: string[];
	linksFrom?: string[];
	linksTo?: string[];
	/** Sequences that could not run on beside the survivor's own, and what was cancelled of them. */
	stopped?: string[];
	touches?: string[];
};

type Pair = { survivorId: string; mergedId: string };

/** Moves all that hangs on one contact to another and says what; suppressions stay, they are of an address. */
export async function moveRows(ctx: Ctx, pair: Pair): Promise<Moved> {
	const { survivorId, mergedId } = pair;
	const moved: Moved = await stopClashing(ctx, pair);
	for (const table of OWNED) {
		const { rows } = await sql<{ id: string }>`update ${sql.table(table)} set contact_id = ${survivorId}
			where contact_id = ${mergedId} returning id`.execute(ctx.db);
		if (rows.length > 0) moved[table] = rows.map(({ id }) => id);
	}
	for (const table of NAMED) {
		const { rows } = await sql<{ id: string }>`update ${sql.table(table)} set subject_id = ${survivorId}
			where subject_type = 'contact' and subject_id = ${mergedId} returning id`.execute(ctx.db);
		if (rows.length > 0) moved[table] = rows.map(({ id }) => id);
	}
	const identities = await sql<{
		source: string;
		externalId: string;
	}>`update contact_identities set contact_id = ${survivorId}
		where contact_id = ${mergedId} returning source, external_id as "externalId"`.execute(ctx.db);
	if (identities.rows.length > 0) moved.identities = identities.rows;
	return { ...moved, ...(await addTags(ctx, pair)), ...(await moveLinks(ctx, pair)) };
}

/** Moves exactly these rows back, but for those that belong to somebody else by now. */
export async function moveRowsBack(ctx: Ctx, { survivorId, mergedId }: Pair, moved: Moved): Promise<void> {
	for (const table of OWNED) {
		await sql`update ${sql.table(table)} set contact_id = ${mergedId}
			where contact_id = ${survivorId} and id = any(${moved[table] ?? []}::uuid[])`.execute(ctx.db);
	}
	for (const table of NAMED) {
		await sql`update ${sql.table(table)} set subject_id = ${mergedId}
			where subject_type = 'contact' and subject_id = ${survivorId} and id = any(${moved[table] ?? []}::uuid[])`.execute(
			ctx.db,
		);
	}
	for (const { source, externalId } of moved.identities ?? []) {
		await ctx.db
			.updateTable("contact_identities")
			.set({ contact_id: mergedId })
			.where("source", "=", source)
			.where("external_id", "=", externalId)
			.where("contact_id", "=", survivorId)
			.execute();
	}
	await sql`delete from record_tags where record_type = 'contact' and record_id = ${survivorId} and tag_id = any(${moved.tags ?? []}::uuid[])`.execute(
		ctx.db,
	);
	await sql`update record_links set from_id = ${mergedId} where from_type = 'contact' and from_id = ${survivorId} and id = any(${moved.linksFrom ?? []}::uuid[])`.execute(
		ctx.db,
	);
	await sql`update record_links set to_id = ${mergedId} where to_type = 'contact' and to_id = ${survivorId} and id = any(${moved.linksTo ?? []}::uuid[])`.execute(
		ctx.db,
	);
	// Paused, not running: what was planned for the time since would go out at once.
	await sql`update enrollments set state = 'paused', paused_at = ${ctx.now}, stop_reason = null, ended_at = null
		where id = any(${moved.stopped ?? []}::uuid[]) and state = 'stopped'`.execute(ctx.db);
	await sql`update touches set status = 'scheduled', status_at = ${ctx.now}, reason = null, message_id = null
		where id = any(${moved.touches ?? []}::uuid[]) and status = 'cancelled'`.execute(ctx.db);
}

const STOPPED = "The contact was merged with one that has a follow-up running here already.";

/** A contact has one running sequence at a location: where both have one, that of the merged contact stops. */
async function stopClashing(ctx: Ctx, { survivorId, mergedId }: Pair): Promise<Moved> {
	const { rows } = await sql<{ id: string }>`
		update enrollments e set state = 'stopped', stop_reason = 'member', ended_at = ${ctx.now}
		where e.contact_id = ${mergedId} and e.state in ('running', 'paused') and exists (
			select from enrollments o where o.contact_id = ${survivorId} and o.location_id = e.location_id and o.state in ('running', 'paused'))
		returning e.id`.execute(ctx.db);
	if (rows.length === 0) return {};
	const stopped = rows.map(({ id }) => id);
	const touches = await sql<{ id: string; message_id: string | null }>`
		update touches set status = 'cancelled', status_at = ${ctx.now}, reason = ${STOPPED}
		where enrollment_id = any(${stopped}::uuid[]) and status in ('scheduled', 'held') returning id, message_id`.execute(
		ctx.db,
	);
	for (const { message_id } of touches.rows) {
		if (message_id) await cancelMessage(ctx, { messageId: message_id, reason: STOPPED });
	}
	await ctx.recordMany(
		stopped.map((id) => ({
			name: "enrollment.stopped",
			subject: { type: "enrollment", id },
			parent: { type: "contact", id: mergedId },
			data: { reason: "member" },
		})),
	);
	return { stopped, touches: touches.rows.map(({ id }) => id) };
}

/** The survivor gets the tags that it lacks; the merged contact keeps its own, in the trash. */
async function addTags(ctx: Ctx, { survivorId, mergedId }: Pair): Promise<Moved> {
	const { rows } = await sql<{ tag_id: string }>`
		insert into record_tags (org_id, record_type, record_id, tag_id, created_at)
		select org_id, record_type, ${survivorId}::uuid, tag_id, created_at from record_tags
		where record_type = 'contact' and record_id = ${mergedId}
		on conflict do nothing returning tag_id`.execute(ctx.db);
	return rows.length > 0 ? { tags: rows.map(({ tag_id }) => tag_id) } : {};
}

/** Relations follow, but for one between the two, and one that the survivor has already. */
async function moveLinks(ctx: Ctx, { survivorId, mergedId }: Pair): Promise<Moved> {
	const from = await sql<{ id: string }>`
		update record_links l set from_id = ${survivorId} where l.from_type = 'contact' and l.from_id = ${mergedId}
			and not (l.to_type = 'contact' and l.to_id = ${survivorId})
			and not exists (select from record_links o where o.from_type = 'contact' and o.from_id = ${survivorId}
				and o.to_type = l.to_type and o.to_id = l.to_id and o.label = l.label)
		returning l.id`.execute(ctx.db);
	const to = await sql<{ id: string }>`
		update record_links l set to_id = ${survivorId} where l.to_type = 'contact' and l.to_id = ${mergedId}
			and not (l.from_type = 'contact' and l.from_id = ${survivorId})
			and not exists (select from record_links o where o.to_type = 'contact' and o.to_id = ${survivorId}
				and o.from_type = l.from_type and o.from_id = l.from_id and o.label = l.label)
		returning l.id`.execute(ctx.db);
	const ids = (rows: { id: string }[]) => rows.map(({ id }) => id);
	return {
		...(from.rows.length > 0 ? { linksFrom: ids(from.rows) } : {}),
		...(to.rows.length > 0 ? { linksTo: ids(to.rows) } : {}),
	};
}
