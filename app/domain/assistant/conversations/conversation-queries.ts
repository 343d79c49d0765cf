import { sql } from "kysely";
import { authorize } from "#app/domain/identity/policy.ts";
import { hideCustomerLinks } from "#app/domain/messaging/customer-links.ts";
import type { Ctx } from "#db/context.ts";

/** One row of the list of conversations. */
export type ConversationRow = {
	id: string;
	name: string;
	subject: string;
	locationName: string | null;
	mode: "assistant" | "member";
	memberName: string | null;
	lastMessageAt: string;
	lastText: string;
	lastChannel: string;
	/** The customer had the last word, and nobody of the team has read it. */
	isUnread: boolean;
	wantsPerson: boolean;
};

export type ConversationFilter = { show?: "waiting" | "assistant" | "member" | undefined; cursor?: string | undefined };

const PAGE = 50;

/**
 * Conversations with something said in them, the latest first, by key: `{ data, next }`. One query. `waiting` are those
 * whose customer asked for a person and has none yet.
 */
export async function listConversations(
	ctx: Ctx,
	{ show, cursor }: ConversationFilter,
): Promise<{ data: ConversationRow[]; next: string | null }> {
	authorize(ctx, "conversations.view");
	const rows = await rowsOf(ctx, show, readCursor(cursor));
	const data = rows.slice(0, PAGE).map(toConversation);
	const last = rows.length > PAGE ? data.at(-1) : undefined;
	return { data, next: last ? `${Date.parse(last.lastMessageAt)}_${last.id}` : null };
}

type Cursor = { at: Date; id: string };

/** The customer asked for a person, and nobody has answered that yet. */
const WANTS_PERSON = sql<boolean>`exists (select from tasks t where t.org_id = c.org_id and t.state = 'open'
	and t.dedupe_key = 'person:' || c.id::text)`;

/** One page and one row more, which tells whether another page follows. */
function rowsOf(ctx: Ctx, show: ConversationFilter["show"], after: Cursor | undefined) {
	return ctx.db
		.selectFrom("conversations as c")
		.innerJoin("contacts as p", (join) => join.onRef("p.org_id", "=", "c.org_id").onRef("p.id", "=", "c.contact_id"))
		.leftJoin("locations as l", (join) => join.onRef("l.org_id", "=", "c.org_id").onRef("l.id", "=", "c.location_id"))
		.leftJoin("memberships as m", (join) => join.onRef("m.org_id", "=", "c.org_id").onRef("m.id", "=", "c.member_id"))
		.leftJoinLateral(
			(eb) =>
				eb
					.selectFrom("messages as x")
					.select(["x.body_text", "x.channel", "x.direction", "x.created_at"])
					.whereRef("x.org_id", "=", "c.org_id")
					.whereRef("x.conversation_id", "=", "c.id")
					.orderBy("x.id", "desc")
					.limit(1)
					.as("x"),
			(join) => join.onTrue(),
		)
		.select(["c.id", "c.subject", "c.mode", "c.last_message_at", "c.member_seen_at", "p.first_name", "p.last_name"])
		.select(["p.email", "p.phone", "l.name as location_name", "m.name as member_name"])
		.select(["x.body_text", "x.channel", "x.direction", "x.created_at"])
		.select(WANTS_PERSON.as("wants_person"))
		.where("c.last_message_at", "is not", null)
		.$if(show === "assistant" || show === "member", (query) =>
			query.where("c.mode", "=", show as "assistant" | "member"),
		)
		.$if(show === "waiting", (query) => query.where(WANTS_PERSON))
		.$if(after !== undefined, (query) =>
			query.where(
				sql<boolean>`(c.last_message_at, c.id) < (${after?.at ?? null}::timestamptz, ${after?.id ?? null}::uuid)`,
			),
		)
		.orderBy("c.last_message_at", (order) => order.desc().nullsLast())
		.orderBy("c.id", "desc")
		.limit(PAGE + 1)
		.execute();
}

function toConversation(row: Awaited<ReturnType<typeof rowsOf>>[number]): ConversationRow {
	return {
		id: row.id,
		name: `${row.first_name} ${row.last_name}`.trim() || row.email || row.phone || "No name",
		subject: row.subject,
		locationName: row.location_name,
		mode: row.mode,
		memberName: row.member_name,
		lastMessageAt: row.last_message_at!.toISOString(),
		lastText: hideCustomerLinks(row.body_text ?? "").slice(0, 160),
		lastChannel: row.channel ?? "chat",
		isUnread: row.direction === "in" && (!row.member_seen_at || row.member_seen_at < row.created_at!),
		wantsPerson: row.wants_person,
	};
}

function readCursor(cursor: string | undefined): Cursor | undefined {
	const found = /^(\d{1,16})_([0-9a-f-]{36})$/.exec(cursor ?? "");
	return found ? { at: new Date(Number(found[1])), id: found[2]! } : undefined;
}
