import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { getImport } from "#app/domain/crm/imports/import-queries.ts";
import { IMPORT_NOUNS, recordOf } from "#app/domain/crm/imports/schema.ts";
import { page } from "#app/doors/page.ts";
import { ConfirmPage } from "#app/ui/forms/confirm-page.tsx";
import { Page } from "#app/ui/frame/page.tsx";
import { countOf } from "#app/ui/lists/count.tsx";

export const meta = () => [{ title: "Undo import · Perigee" }];

export const loader = (args: LoaderFunctionArgs) =>
	page(args, "records.import", async (ctx) => {
		const { id, rows, title, counts } = await getImport(ctx, args.params.id ?? "");
		return { id, rows, title, counts };
	});

export default function ImportUndo() {
	const { id, rows, title, counts } = useLoaderData<typeof loader>();
	return (
		<Page
			title="Undo import"
			crumbs={[
				{ label: "Imports", href: "/imports" },
				{ label: title, href: `/imports/${id}` },
			]}
			width="narrow"
			search={null}
		>
			<ConfirmPage
				action={`/imports/${id}/state`}
				consequence={`${countOf(counts.created, IMPORT_NOUNS[rows].one)} that “${title}” created ${recordOf(rows) === rows ? "go to the trash" : "are taken off their accounts"}, and ${countOf(counts.updated, "row")} that changed one are taken back. What somebody changed since is left as it is, field by field, and listed.`}
				button="Undo the whole import"
				cancel={`/imports/${id}`}
				values={{ act: "undo" }}
			/>
		</Page>
	);
}
