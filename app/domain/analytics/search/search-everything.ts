import { authorize, can } from "#app/domain/identity/policy.ts";
import { readableBy } from "#app/domain/knowledge/collections/readable.ts";
import type { Ctx } from "#db/context.ts";
import { FOUND_KINDS, type Found, type FoundKind } from "./found.ts";
import { ALIKE, alikeStatement, searchStatement } from "./search-statement.ts";

const LONGEST = 100;
const MOST = 6;
/** Found by what they are called: where one is, nothing was misspelt. */
const NAMED: ReadonlySet<FoundKind> = new Set([...ALIKE, "lead", "task", "appointment"]);
/** Fewer letters than these are like too much. */
const ALIKE_FROM = 4;

const SEEN_BY = {
	contact: "contacts.view",
	account: "accounts.view",
	deal: "deals.view",
	project: "projects.view",
	lead: "leads.view",
	task: "tasks.view",
	appointment: "appointments.view",
	conversation: "conversations.view",
	message: "messages.view",
	document: "knowledge.view",
} as const;

/**
 * Everything that holds the typed words and that the actor may see: people by a part of their names, addresses and
 * numbers, conversations and messages by the words in them, the rest by a part of the title; people's own conversations
 * and appointments with them. Up to `most` of each kind, each by its index, in one query; a second one, for what is
 * called nearly so, where nothing is called so. Nothing for less than two letters.
 */
export async function searchEverything(ctx: Ctx, typed: string, most = MOST): Promise<Found[]> {
	authorize(ctx, "search.view");
	const q = typed.replaceAll("\0", "").trim().replace(/\s+/g, " ").slice(0, LONGEST);
	if (q.length < 2) return [];
	const kinds = FOUND_KINDS.filter((kind) => can(ctx.actor, SEEN_BY[kind]));
	const search = { org: ctx.org, q, most, kinds: new Set<FoundKind>(kinds), reader: readableBy(ctx.actor) };
	const { rows } = await searchStatement(search).execute(ctx.db);
	const isNamed = rows.some(({ kind }) => NAMED.has(kind));
	const mayBeSlip =
		!isNamed && q.length >= ALIKE_FROM && /\p{L}{3}/u.test(q) && ALIKE.some((kind) => search.kinds.has(kind));
	const alike = mayBeSlip ? (await alikeStatement(search).execute(ctx.db)).rows : [];
	return kinds.flatMap((kind) => [...rows, ...alike].filter((row) => row.kind === kind).slice(0, most));
}
