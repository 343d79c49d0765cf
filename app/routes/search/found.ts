import type { LoaderFunctionArgs } from "@remix-run/node";
import type { FoundKind } from "#app/domain/analytics/search/found.ts";
import { searchEverything } from "#app/domain/analytics/search/search-everything.ts";
import { pathOfFound } from "#app/domain/assistant/member/tools/reading/find-records.ts";
import { LIST_NOUNS } from "#app/domain/crm/records/schema.ts";
import { findViews } from "#app/domain/crm/views/view-queries.ts";
import { page } from "#app/doors/page.ts";
import { listPath } from "#app/routes/crm/lists/list-path.ts";
import type { Command } from "#app/ui/menu/navigation.ts";

const ICONS: Record<FoundKind, Command["icon"]> = {
	contact: "person",
	account: "building",
	deal: "chart",
	project: "file",
	lead: "people",
	task: "check",
	appointment: "calendar",
	conversation: "message",
	message: "mail",
	document: "book",
};

/** What the command menu offers beside its own lines: records by their names, as commands. */
export const loader = async (args: LoaderFunctionArgs) => {
	const typed = new URL(args.request.url).searchParams.get("q") ?? "";
	const { found, views } = await page(args, "search.view", async (ctx) => ({
		found: await searchEverything(ctx, typed, 3),
		views: await findViews(ctx, typed, 3),
	}));
	const records: Command[] = found.map((one) => ({
		label: one.name,
		hint: [one.kind, one.note].filter(Boolean).join(", ").slice(0, 80),
		href: pathOfFound(one),
		icon: ICONS[one.kind] ?? "search",
	}));
	const lists: Command[] = views.map(({ id, type, name, query }) => ({
		label: name,
		hint: `view of ${LIST_NOUNS[type].many}`,
		href: listPath(type, query, { view: id }),
		icon: "columns",
	}));
	return Response.json([...lists, ...records], { headers: { "Cache-Control": "no-store" } });
};
