import type { LoaderFunctionArgs } from "@remix-run/node";
import { exportWorkflow } from "#app/domain/workflows/sharing/export-workflow.ts";
import { page } from "#app/doors/page.ts";

/** A workflow's draft as a file, without secrets. */
export const loader = async (args: LoaderFunctionArgs) => {
	const file = await page(args, "workflows.edit", (ctx) => exportWorkflow(ctx, args.params.id ?? ""));
	const name = file.name.replace(/[^\w -]/g, "").trim() || "workflow";
	return new Response(`${JSON.stringify(file, null, "\t")}\n`, {
		headers: {
			"Content-Type": "application/json; charset=utf-8",
			"Content-Disposition": `attachment; filename="${name}.json"`,
			"X-Content-Type-Options": "nosniff",
			"Cache-Control": "private, no-store",
		},
	});
};
