import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { Link, useActionData } from "@remix-run/react";
import { z } from "zod";
import { newId } from "#app/base/ids.ts";
import { BULK_FIELDS } from "#app/domain/crm/bulk/editable.ts";
import { BULK_ACTS, type BulkAct } from "#app/domain/crm/bulk/schema.ts";
import { countSelection } from "#app/domain/crm/bulk/selection.ts";
import { listFields } from "#app/domain/crm/fields/field-queries.ts";
import { listBulkChoices } from "#app/domain/crm/lists/bulk-choices.ts";
import { EDIT_PERMISSION } from "#app/domain/crm/records/permissions.ts";
import { findNamed, type Named } from "#app/domain/crm/records/reads/find-named.ts";
import { findRecords } from "#app/domain/crm/records/reads/find-records.ts";
import { isRecordType, recordPath } from "#app/domain/crm/records/schema.ts";
import { form } from "#app/doors/form.ts";
import { page } from "#app/doors/page.ts";
import { Page } from "#app/ui/frame/page.tsx";
import { LIST_WORDS } from "../list-words.ts";
import { BatchForm, type BatchShown } from "./batch-form.tsx";

export const meta = () => [{ title: "Change many records · Perigee" }];
/** Runs after the action too, so it must not lead away. */
export const loader = (args: LoaderFunctionArgs) => page(args, "contacts.view", async () => null);

const Ids = z.array(z.uuid()).max(500).default([]);
const Query = z.string().max(8_000).optional();
// From a list, and from this page's own form when one looks for a name: that one carries what the act itself reads.
const Selection = z.object({
	...{ act: z.enum(BULK_ACTS), id: Ids, ids: Ids, all: Query, query: Query },
	find: z.string().max(100).optional(),
	field: z.string().max(100).optional(),
});

/** The page before an act on many records: names act and count, and asks what the act needs. Changes nothing. */
export function action(args: ActionFunctionArgs) {
	const given = new URL(args.request.url).searchParams.get("type");
	const type = isRecordType(given) ? given : "contact";
	return form(args, { permission: EDIT_PERMISSION[type], schema: Selection }, async (ctx, input, member) => {
		const query = input.all?.startsWith("all?") ? input.all.slice(4) : input.query?.slice(1);
		const ids = query === undefined ? [...input.id, ...input.ids] : [];
		const params = { zone: member.timeZone, ...(query === undefined ? { ids } : { query }) };
		const found = input.find ? await findFor(ctx, input.act, input.find) : undefined;
		const count = await countSelection(ctx, { type, act: input.act, params });
		const shown: BatchShown = {
			...{ key: newId(), type, act: input.act, count, ids },
			...(found ? { find: input.find!, found } : {}),
			...(query === undefined ? {} : { query }),
			...(input.field ? { field: input.field } : {}),
			...(await listBulkChoices(ctx, type)),
			fields: input.act === "edit" ? await listFields(ctx, type) : [],
			own: Object.entries(BULK_FIELDS[type]).map(([value, label]) => ({ value, label })),
		};
		return { show: { shown } };
	});
}

/** What an act's name is looked for among: owners, tags, or the accounts of a changed field. */
function findFor(ctx: Parameters<typeof findNamed>[0], act: BulkAct, words: string): Promise<Named[]> {
	if (act === "edit") return findRecords(ctx, words, ["account"]);
	return findNamed(ctx, act === "assign" ? "member" : "tag", words, { many: true });
}

export default function NewBatchPage() {
	const reply = useActionData<typeof action>();
	const shown = reply && "detail" in reply ? (reply.detail?.shown as BatchShown | undefined) : undefined;
	if (!shown) {
		return (
			<Page title="Nothing is selected" width="narrow">
				<p>Tick records in a list first, then choose what to do with them.</p>
				<p>
					<Link to="/contacts">Go to the contacts</Link>
				</p>
			</Page>
		);
	}
	const back = recordPath(shown.type);
	return (
		<Page title={TITLES[shown.act]} crumbs={[{ label: LIST_WORDS[shown.type].title, href: back }]} width="narrow">
			<BatchForm shown={shown} />
		</Page>
	);
}

const TITLES: Readonly<Record<BulkAct, string>> = {
	tag: "Tag many",
	untag: "Take a tag off many",
	assign: "Assign many",
	edit: "Change many",
	delete: "Move many to the trash",
	restore: "Restore many",
};
