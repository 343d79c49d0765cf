import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { isListKind } from "#app/domain/crm/records/schema.ts";
import { ViewInput } from "#app/domain/crm/views/schema.ts";
import { form } from "#app/doors/form.ts";
import { page } from "#app/doors/page.ts";
import { Page } from "#app/ui/frame/page.tsx";
import { listPath } from "../list-path.ts";
import { LIST_WORDS } from "../list-words.ts";
import { keepViewOf } from "./keep-view-of.ts";
import { ViewForm } from "./view-form.tsx";

export const meta = () => [{ title: "Save view · Perigee" }];

export const loader = (args: LoaderFunctionArgs) =>
	page(args, "views.edit", async () => {
		const address = new URL(args.request.url).searchParams;
		const given = address.get("type");
		return { type: isListKind(given) ? given : ("contact" as const), query: address.get("query") ?? "" };
	});

/** Keeps a list's question under a name. */
export const action = (args: ActionFunctionArgs) =>
	form(args, { permission: "views.edit", schema: ViewInput }, async (ctx, input) => {
		const id = await keepViewOf(ctx, input);
		return { to: listPath(input.type, input.query, { view: id }), flash: `The view “${input.name}” is saved.` };
	});

export default function NewViewPage() {
	const { type, query } = useLoaderData<typeof loader>();
	const reply = useActionData<typeof action>();
	const back = listPath(type, query);
	const result = reply && "result" in reply ? reply.result : undefined;
	return (
		<Page title="Save this view" crumbs={[{ label: LIST_WORDS[type].title, href: back }]} width="narrow">
			<p>Its filters, search, order and columns are kept, and it becomes a tab above the list.</p>
			<ViewForm
				action="/views/new"
				button="Save view"
				back={back}
				values={{ type, query }}
				errors={result?.error as never}
				message={reply && "message" in reply ? reply.message : undefined}
			/>
		</Page>
	);
}
