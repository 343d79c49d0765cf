import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { historyLoader } from "./history-door.ts";
import { HistoryPage } from "./history-page.tsx";

export const meta = () => [{ title: "Past versions · Perigee" }];
export const loader = (args: LoaderFunctionArgs) => historyLoader(args, "project");

export default function ProjectHistory() {
	return <HistoryPage shown={useLoaderData<typeof loader>()} />;
}
