import { z } from "zod";
import type { Found } from "#app/domain/analytics/search/found.ts";
import { searchEverything } from "#app/domain/analytics/search/search-everything.ts";
import type { Ctx } from "#db/context.ts";
import type { ReadTool } from "../tool.ts";

const PATHS: Record<Found["kind"], string> = {
	contact: "/contacts",
	account: "/accounts",
	deal: "/deals",
	project: "/projects",
	lead: "/leads",
	task: "/tasks",
	appointment: "/calendar",
	conversation: "/conversations",
	message: "/outbox",
	document: "/knowledge",
};

/** Where a found record is read. */
export function pathOfFound({ kind, id }: Pick<Found, "kind" | "id">): string {
	return `${PATHS[kind]}/${id}`;
}

const Input = z.object({
	q: z.string().trim().min(2).max(100).describe("A name, an address, a number or a part of a title"),
});

export const findRecords: ReadTool<z.output<typeof Input>> = {
	name: "find_records",
	purpose:
		"Find people, accounts, deals, projects, leads, tasks, appointments, conversations and documents by name, address, number or words.",
	permission: "search.view",
	input: Input,
	async read(ctx: Ctx, { q }) {
		const found = await searchEverything(ctx, q, 5);
		return {
			heading: found.length > 0 ? `Found for “${q}”:` : `Nothing is called “${q}” here.`,
			lines: found.map((one) => ({
				text: `${one.name} (${one.kind}${one.note ? `, ${one.note}` : ""})`,
				finding: { title: one.name, note: one.kind, href: pathOfFound(one) },
			})),
			more: { label: "Search everything", href: `/search?${new URLSearchParams({ q })}` },
		};
	},
};
