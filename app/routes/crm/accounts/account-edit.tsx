import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { EditRecordPage } from "#app/routes/crm/records/form-pages.tsx";
import { editRecordAction, editRecordLoader } from "#app/routes/crm/records/saving/record-form-door.ts";

export const meta = () => [{ title: "Edit account · Perigee" }];
export const loader = (args: LoaderFunctionArgs) => editRecordLoader(args, "account");
export const action = (args: ActionFunctionArgs) => editRecordAction(args, "account");

export default function EditAccountPage() {
	return <EditRecordPage shown={useLoaderData<typeof loader>()} reply={useActionData<typeof action>()} />;
}
