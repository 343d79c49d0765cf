import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { InsightPanel } from "#app/routes/crm/insights/insight-panel.tsx";
import { PrivacyLinks } from "#app/routes/crm/privacy/privacy-links.tsx";
import { RecordPage } from "#app/routes/crm/records/record-page.tsx";
import { recordPageLoader } from "#app/routes/crm/records/record-page-data.ts";
import { editRecordAction } from "#app/routes/crm/records/saving/record-form-door.ts";
import { readRecordMore } from "#app/routes/crm/timeline/record-more.ts";
import { TimelinePart } from "#app/routes/crm/timeline/timeline-part.tsx";
import { useKeptReply } from "#app/ui/forms/use-kept-reply.ts";

export const meta = () => [{ title: "Contact · Perigee" }];
export const loader = (args: LoaderFunctionArgs) =>
	recordPageLoader(args, "contact", (ctx, id, member) =>
		readRecordMore(ctx, member, { type: "contact", id, url: args.request.url }),
	);
/** A field that was edited in its place; the address says which. */
export const action = (args: ActionFunctionArgs) => editRecordAction(args, "contact");

export default function ContactPage() {
	const { shown, more } = useLoaderData<typeof loader>();
	const { id } = shown.record;
	return (
		<RecordPage
			shown={shown}
			reply={useKeptReply(useActionData<typeof action>())}
			insight={<InsightPanel type="contact" id={id} more={more} />}
			timeline={
				<>
					<TimelinePart type="contact" id={id} {...more} />
					<PrivacyLinks id={id} more={more} />
				</>
			}
		/>
	);
}
