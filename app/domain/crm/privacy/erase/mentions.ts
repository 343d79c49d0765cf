import { type RawBuilder, sql } from "kysely";
import type { Person } from "../person-scope.ts";
import { mentions } from "./blanks.ts";

/** A table of texts that members write freely, in which a person may be named: what names them is taken out of it. */
export type Mention = { table: string; columns: readonly { name: string; isJson?: boolean }[] };

export const MENTIONS: readonly Mention[] = [
	{ table: "assistant_threads", columns: [{ name: "title" }] },
	{ table: "assistant_messages", columns: [{ name: "body" }, { name: "sources", isJson: true }] },
	{
		table: "assistant_proposals",
		columns: [{ name: "input", isJson: true }, { name: "words" }, { name: "result", isJson: true }],
	},
	{
		table: "knowledge_questions",
		columns: [{ name: "question" }, { name: "answer" }, { name: "quotes", isJson: true }, { name: "note" }],
	},
	{ table: "change_batches", columns: [{ name: "title" }, { name: "params", isJson: true }] },
	{ table: "deals", columns: [{ name: "name" }, { name: "description" }] },
	{ table: "projects", columns: [{ name: "name" }, { name: "description" }] },
	{
		table: "workflow_steps",
		columns: [
			{ name: "input", isJson: true },
			{ name: "output", isJson: true },
			{ name: "woken", isJson: true },
			{ name: "effect" },
			{ name: "error" },
		],
	},
	{ table: "workflow_comparisons", columns: [{ name: "results", isJson: true }, { name: "error" }] },
	{
		table: "approvals",
		columns: [{ name: "title" }, { name: "details" }, { name: "text" }, { name: "original_text" }],
	},
	{ table: "approval_votes", columns: [{ name: "note" }] },
	{
		table: "account_deliveries",
		columns: [{ name: "reason" }, { name: "entries", isJson: true }, { name: "remarks", isJson: true }],
	},
	{ table: "account_contracts", columns: [{ name: "title" }, { name: "number" }, { name: "renewal_terms" }] },
	{ table: "plays", columns: [{ name: "note" }, { name: "close_reason" }] },
	{ table: "play_actions", columns: [{ name: "reason" }] },
	{ table: "guided_threads", columns: [{ name: "title" }, { name: "draft", isJson: true }] },
	{ table: "guided_messages", columns: [{ name: "body" }] },
	{ table: "artifacts", columns: [{ name: "title" }, { name: "metadata", isJson: true }] },
	{ table: "artifact_versions", columns: [{ name: "content", isJson: true }, { name: "note" }] },
	{ table: "contract_files", columns: [{ name: "name" }, { name: "reason" }] },
	{ table: "artifact_approvals", columns: [{ name: "reasons", isJson: true }, { name: "note" }] },
];

/** Takes addresses, numbers and whole names out of the texts that hold them; the rest of the text stays. */
export function mentionStatement({ table, columns }: Mention, person: Person): RawBuilder<unknown> {
	const { org, emails, phones, names } = person;
	const needles = [...emails, ...phones, ...names];
	// One replacement around the other; letters' case is not asked.
	const without = (column: string, isJson: boolean) =>
		needles.reduce<RawBuilder<unknown>>(
			(text, needle) => sql`regexp_replace(${text}, ${escaped(needle)}, 'erased', 'gi')`,
			isJson ? sql`${sql.ref(`x.${column}`)}::text` : sql`${sql.ref(`x.${column}`)}`,
		);
	const set = sql.join(
		columns.map(({ name, isJson = false }) => {
			const text = without(name, isJson);
			return sql`${sql.id(name)} = ${isJson ? sql`(${text})::jsonb` : text}`;
		}),
	);
	const found = sql.join(
		columns.map(({ name }) => mentions(name, person)),
		sql` or `,
	);
	return sql`update ${sql.table(table)} x set ${set} where x.org_id = ${org} and (${found})`;
}

function escaped(text: string): string {
	return text.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
