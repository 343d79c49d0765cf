import { type RawBuilder, sql } from "kysely";
import { readableDocuments, WITHHELD } from "#app/domain/knowledge/collections/readable.ts";
import type { Ctx } from "#db/context.ts";
import type { Source } from "../schema.ts";

/** The part of an answer that may hold words of documents. */
type Words = { body: string; sources: Source[]; source: "model" | "rules" | null };

/**
 * Which documents the message `m` of a statement stands on that its reader may not read now, as a list of ids: looked up
 * within that statement, by key, so that old answers follow today's permissions without a query for each.
 */
export function withheldDocuments(ctx: Pick<Ctx, "actor" | "db">): RawBuilder<string[]> {
	const isReadable = readableDocuments(ctx).where(sql<boolean>`d.id = named.id::uuid`);
	return sql<
		string[]
	>`array(select named.id from jsonb_array_elements(case jsonb_typeof(m.sources) when 'array' then m.sources else '[]' end) e
		cross join lateral (select substring(e->>'href' from ${DOCUMENT}) as id) named
		where named.id is not null and not exists (${isReadable}))`;
}

const DOCUMENT = "^/knowledge/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})";

/**
 * An answer without what came from these documents: neither their titles and quotes nor the words that were made of
 * them. Rules say on each line where it stands, so the other lines stay; a model's words may come from anywhere.
 */
export function withholdWords<Message extends Words>(message: Message, documents: readonly string[]): Message {
	if (documents.length === 0) return message;
	const isWithheld = ({ href }: Source) => documents.some((id) => href.startsWith(`/knowledge/${id}`));
	const sources = message.sources.map((one) =>
		isWithheld(one) ? { mark: one.mark, title: WITHHELD, note: "", href: "/knowledge" } : one,
	);
	const open = new Set(message.sources.filter((one) => !isWithheld(one)).map(({ mark }) => mark));
	const kept = message.source === "rules" ? message.body.split("\n").filter((line) => open.has(markOf(line))) : [];
	return { ...message, sources, body: [GONE, ...kept].join("\n") };
}

const GONE =
	"This stood in a document that you may not read any more, so it is not shown. Ask again for what you may read now.";

/** The mark that a line ends in; 0 where it has none. */
const markOf = (line: string) => Number(/\[(\d+)\]\s*$/.exec(line)?.[1] ?? 0);
