import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { NewRecordPage } from "#app/routes/crm/records/form-pages.tsx";
import { newRecordAction, newRecordLoader } from "#app/routes/crm/records/saving/record-form-door.ts";

export const meta = () => [{ title: "New project · Perigee" }];
export const loader = (args: LoaderFunctionArgs) => newRecordLoader(args, "project");
export const action = (args: ActionFunctionArgs) => newRecordAction(args, "project");

export default function NewProjectPage() {
	return <NewRecordPage shown={useLoaderData<typeof loader>()} reply={useActionData<typeof action>()} />;
}
