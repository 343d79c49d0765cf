import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { RecordPage } from "#app/routes/crm/records/record-page.tsx";
import { recordPageLoader } from "#app/routes/crm/records/record-page-data.ts";
import { editRecordAction } from "#app/routes/crm/records/saving/record-form-door.ts";
import { readRecordMore } from "#app/routes/crm/timeline/record-more.ts";
import { TimelinePart } from "#app/routes/crm/timeline/timeline-part.tsx";
import { useKeptReply } from "#app/ui/forms/use-kept-reply.ts";

export const meta = () => [{ title: "Deal · Perigee" }];
export const loader = (args: LoaderFunctionArgs) =>
	recordPageLoader(args, "deal", (ctx, id, member) =>
		readRecordMore(ctx, member, { type: "deal", id, url: args.request.url }),
	);
/** A field that was edited in its place; the address says which. */
export const action = (args: ActionFunctionArgs) => editRecordAction(args, "deal");

export default function DealPage() {
	const { shown, more } = useLoaderData<typeof loader>();
	const { id } = shown.record;
	return (
		<RecordPage
			shown={shown}
			reply={useKeptReply(useActionData<typeof action>())}
			timeline={<TimelinePart type="deal" id={id} {...more} />}
		/>
	);
}
