import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { getWorkflow } from "#app/domain/workflows/definitions/workflow-queries.ts";
import { page } from "#app/doors/page.ts";
import { ConfirmPage } from "#app/ui/forms/confirm-page.tsx";
import { Page } from "#app/ui/frame/page.tsx";

export const meta = () => [{ title: "Delete workflow · Perigee" }];

export const loader = (args: LoaderFunctionArgs) =>
	page(args, "workflows.edit", async (ctx) => {
		const { id, name, isOn } = await getWorkflow(ctx, args.params.id ?? "");
		return { id, name, isOn };
	});

export default function TrashWorkflowPage() {
	const { id, name, isOn } = useLoaderData<typeof loader>();
	return (
		<Page
			title="Move to the trash"
			crumbs={[
				{ label: "Studio", href: "/studio" },
				{ label: name, href: `/studio/${id}` },
			]}
			width="narrow"
			search={null}
		>
			<ConfirmPage
				action={`/studio/${id}/state?back=/studio`}
				consequence={
					<>
						“{name}” goes to the trash{isOn ? " and is turned off" : ""}. Runs under way go on. Its versions and runs
						are kept, and it can be brought back.
					</>
				}
				button="Move workflow to the trash"
				cancel={`/studio/${id}`}
				values={{ act: "trash" }}
			/>
		</Page>
	);
}
