import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { Link, useActionData, useLoaderData } from "@remix-run/react";
import { InsightPanel } from "#app/routes/crm/insights/insight-panel.tsx";
import { RecordPage } from "#app/routes/crm/records/record-page.tsx";
import { recordPageLoader } from "#app/routes/crm/records/record-page-data.ts";
import { editRecordAction } from "#app/routes/crm/records/saving/record-form-door.ts";
import { readRecordMore } from "#app/routes/crm/timeline/record-more.ts";
import { TimelinePart } from "#app/routes/crm/timeline/timeline-part.tsx";
import { useKeptReply } from "#app/ui/forms/use-kept-reply.ts";

export const meta = () => [{ title: "Account · Perigee" }];
export const loader = (args: LoaderFunctionArgs) =>
	recordPageLoader(args, "account", (ctx, id, member) =>
		readRecordMore(ctx, member, { type: "account", id, url: args.request.url }),
	);
/** A field that was edited in its place; the address says which. */
export const action = (args: ActionFunctionArgs) => editRecordAction(args, "account");

export default function AccountPage() {
	const { shown, more } = useLoaderData<typeof loader>();
	const { id } = shown.record;
	return (
		<RecordPage
			shown={shown}
			reply={useKeptReply(useActionData<typeof action>())}
			insight={
				<>
					<p>
						<Link to={`/accounts/${id}/success`} discover="none">
							Success: plays, scores, usage and who decides
						</Link>
					</p>
					<InsightPanel type="account" id={id} more={more} />
				</>
			}
			timeline={<TimelinePart type="account" id={id} {...more} />}
		/>
	);
}
