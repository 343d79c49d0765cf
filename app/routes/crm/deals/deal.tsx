import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { editRecordAction } from "#app/routes/crm/records/record-form-door.ts";
import { RecordPage } from "#app/routes/crm/records/record-page.tsx";
import { recordPageLoader } from "#app/routes/crm/records/record-page-data.ts";

export const meta = () => [{ title: "Deal · Perigee" }];
export const loader = (args: LoaderFunctionArgs) => recordPageLoader(args, "deal", async () => ({}));
/** A field that was edited in its place; the address says which. */
export const action = (args: ActionFunctionArgs) => editRecordAction(args, "deal");

export default function DealPage() {
	const { shown } = useLoaderData<typeof loader>();
	return <RecordPage shown={shown} reply={useActionData<typeof action>()} />;
}
