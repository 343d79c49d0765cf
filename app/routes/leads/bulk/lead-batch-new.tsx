import { type ActionFunctionArgs, type LoaderFunctionArgs, redirectDocument } from "@remix-run/node";
import { Link, useActionData } from "@remix-run/react";
import { z } from "zod";
import { newId } from "#app/base/ids.ts";
import { findNamed } from "#app/domain/crm/records/reads/find-named.ts";
import { LEAD_ACTS, type LeadAct } from "#app/domain/leads/bulk/schema.ts";
import { countLeads } from "#app/domain/leads/bulk/selection.ts";
import { listOwners } from "#app/domain/leads/lists/board-queries.ts";
import { form } from "#app/doors/form.ts";
import { page } from "#app/doors/page.ts";
import { Page } from "#app/ui/frame/page.tsx";
import { LeadBatchForm, type LeadBatchShown } from "./lead-batch-form.tsx";

export const meta = () => [{ title: "Change many leads · Perigee" }];
/** Runs after the action too, so it must not lead away. */
export const loader = (args: LoaderFunctionArgs) => page(args, "leads.view", async () => null);

const Ids = z.array(z.uuid()).max(500).default([]);
const Query = z.string().max(8_000).optional();
// From the list, and from this page's own form when one looks for a name: that one carries what the act itself reads.
const Selection = z.object({
	...{ act: z.enum([...LEAD_ACTS, "export"]), id: Ids, ids: Ids, all: Query, query: Query },
	find: z.string().max(100).optional(),
	columns: z.string().max(2_000).optional(),
});
type Selected = z.output<typeof Selection>;

/** The page before an act on many leads: names act and count, and asks what the act needs. Changes nothing. */
export async function action(args: ActionFunctionArgs) {
	let file: string | undefined;
	const answer = await form(args, { permission: "leads.edit", schema: Selection }, async (ctx, input) => {
		const query = input.all?.startsWith("all?") ? input.all.slice(4) : input.query?.slice(1);
		const ids = query === undefined ? [...input.id, ...input.ids] : [];
		if (input.act === "export") {
			file = fileOf(input, query, ids);
			return { to: file };
		}
		const shown: LeadBatchShown = {
			...{ key: newId(), act: input.act, ids, ...(query === undefined ? {} : { query }) },
			count: await countLeads(ctx, query === undefined ? { ids } : { query }),
			members: await listOwners(ctx),
			...(input.find ? { find: input.find, found: await findNamed(ctx, "member", input.find, { many: true }) } : {}),
		};
		return { show: { shown } };
	});
	// A file is no page of the app: the browser itself fetches it and stays where it is.
	return file ? redirectDocument(file, 303) : answer;
}

/** Where the file of a selection is: the list's own, or of the ticked leads alone. */
function fileOf({ columns }: Selected, query: string | undefined, ids: readonly string[]): string {
	const address = new URLSearchParams(query);
	if (columns) address.set("columns", columns);
	if (query === undefined) address.set("ids", ids.join(","));
	return `/exports/leads?${address}`;
}

export default function NewLeadBatchPage() {
	const reply = useActionData<typeof action>();
	const detail = reply && "detail" in reply ? reply.detail : undefined;
	const shown = detail && "shown" in detail ? (detail.shown as LeadBatchShown) : undefined;
	if (!shown) {
		return (
			<Page title="Nothing is selected" width="narrow">
				<p>Tick leads in the list first, then choose what to do with them.</p>
				<p>
					<Link to="/leads">Go to the leads</Link>
				</p>
			</Page>
		);
	}
	return (
		<Page title={TITLES[shown.act]} crumbs={[{ label: "Leads", href: "/leads" }]} width="narrow">
			<LeadBatchForm shown={shown} />
		</Page>
	);
}

const TITLES: Readonly<Record<LeadAct, string>> = {
	assign: "Assign many leads",
	move: "Move many leads",
	pause: "Pause touches of many leads",
	resume: "Resume touches of many leads",
};
