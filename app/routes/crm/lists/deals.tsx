import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { type ListData, listLoader } from "./list-data.ts";
import { RecordList } from "./record-list.tsx";

export const meta = () => [{ title: "Deals · Perigee" }];
export const loader = (args: LoaderFunctionArgs) => listLoader(args, "deal");

export default function DealsPage() {
	return <RecordList data={useLoaderData<typeof loader>() as ListData} />;
}
