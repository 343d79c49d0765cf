import type { LoaderFunctionArgs } from "@remix-run/node";
import { page } from "#app/doors/page.ts";
import { Page } from "#app/ui/frame/page.tsx";

export const loader = (args: LoaderFunctionArgs) => page(args, "leads.view", async () => ({}));

export default function Today() {
	return <Page title="Today">…</Page>;
}
