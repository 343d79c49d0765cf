import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { workHistoryLoader } from "./history-door.ts";
import { WorkHistoryPage } from "./work-history-page.tsx";

export const meta = () => [{ title: "Past versions · Perigee" }];
export const loader = (args: LoaderFunctionArgs) => workHistoryLoader(args, "task");

export default function TaskHistory() {
	return <WorkHistoryPage shown={useLoaderData<typeof loader>()} />;
}
