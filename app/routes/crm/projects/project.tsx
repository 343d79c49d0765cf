import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { RecordPage } from "#app/routes/crm/records/record-page.tsx";
import { recordPageLoader } from "#app/routes/crm/records/record-page-data.ts";
import { editRecordAction } from "#app/routes/crm/records/saving/record-form-door.ts";
import { readRecordMore } from "#app/routes/crm/timeline/record-more.ts";
import { TimelinePart } from "#app/routes/crm/timeline/timeline-part.tsx";
import { useKeptReply } from "#app/ui/forms/use-kept-reply.ts";

export const meta = () => [{ title: "Project · Perigee" }];
export const loader = (args: LoaderFunctionArgs) =>
	recordPageLoader(args, "project", (ctx, id, member) =>
		readRecordMore(ctx, member, { type: "project", id, url: args.request.url }),
	);
/** A field that was edited in its place; the address says which. */
export const action = (args: ActionFunctionArgs) => editRecordAction(args, "project");

export default function ProjectPage() {
	const { shown, more } = useLoaderData<typeof loader>();
	const { id } = shown.record;
	return (
		<RecordPage
			shown={shown}
			reply={useKeptReply(useActionData<typeof action>())}
			timeline={<TimelinePart type="project" id={id} {...more} />}
		/>
	);
}
