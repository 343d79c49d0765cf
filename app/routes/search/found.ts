import type { LoaderFunctionArgs } from "@remix-run/node";
import type { FoundKind } from "#app/domain/analytics/search/found.ts";
import { searchEverything } from "#app/domain/analytics/search/search-everything.ts";
import { pathOfFound } from "#app/domain/assistant/member/tools/reading/find-records.ts";
import { page } from "#app/doors/page.ts";
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
	const found = await page(args, "search.view", (ctx) => searchEverything(ctx, typed, 3));
	const commands: Command[] = found.map((one) => ({
		label: one.name,
		hint: [one.kind, one.note].filter(Boolean).join(", ").slice(0, 80),
		href: pathOfFound(one),
		icon: ICONS[one.kind] ?? "search",
	}));
	return Response.json(commands, { headers: { "Cache-Control": "no-store" } });
};
