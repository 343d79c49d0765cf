import type { LoaderFunctionArgs } from "@remix-run/node";
import { findLeads } from "#app/domain/leads/lists/find-leads.ts";
import { LEAD_STATE_LABELS } from "#app/domain/leads/schema.ts";
import { page } from "#app/doors/page.ts";
import type { Command } from "#app/ui/menu/navigation.ts";

/** What the command menu offers beside its own lines: leads by their contact, as commands. */
export const loader = async (args: LoaderFunctionArgs) => {
	const typed = new URL(args.request.url).searchParams.get("q") ?? "";
	const leads = await page(args, "leads.view", (ctx) => findLeads(ctx, typed));
	const commands: Command[] = leads.map(({ id, name, title, state }) => ({
		label: name,
		hint: [title, LEAD_STATE_LABELS[state]].filter(Boolean).join(", "),
		href: `/leads/${id}`,
		icon: "person",
	}));
	return Response.json(commands, { headers: { "Cache-Control": "no-store" } });
};
