import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { type ListData, listLoader } from "./list-data.ts";
import { RecordList } from "./record-list.tsx";

export const meta = () => [{ title: "Projects · Perigee" }];
export const loader = (args: LoaderFunctionArgs) => listLoader(args, "project");

export default function ProjectsPage() {
	return <RecordList data={useLoaderData<typeof loader>() as ListData} />;
}
