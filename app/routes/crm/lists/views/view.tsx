import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { ViewInput } from "#app/domain/crm/views/schema.ts";
import { getView } from "#app/domain/crm/views/view-queries.ts";
import { form } from "#app/doors/form.ts";
import { page } from "#app/doors/page.ts";
import { SubmitButton } from "#app/ui/forms/button.tsx";
import { Page, Section } from "#app/ui/frame/page.tsx";
import { listPath } from "../list-path.ts";
import { LIST_WORDS } from "../list-words.ts";
import { keepViewOf } from "./keep-view-of.ts";
import { ViewForm } from "./view-form.tsx";

export const meta = () => [{ title: "View · Perigee" }];

/** The view's settings; `query` of the address is what the list asks now, which saving takes over. */
export const loader = (args: LoaderFunctionArgs) =>
	page(args, "views.edit", async (ctx) => {
		const view = await getView(ctx, args.params.id ?? "");
		return { view, now: new URL(args.request.url).searchParams.get("query") };
	});

export const action = (args: ActionFunctionArgs) =>
	form(args, { permission: "views.edit", schema: ViewInput }, async (ctx, input) => {
		const id = await keepViewOf(ctx, { ...input, id: args.params.id ?? "" });
		return { to: listPath(input.type, input.query, { view: id }), flash: `The view “${input.name}” is saved.` };
	});

export default function ViewPage() {
	const { view, now } = useLoaderData<typeof loader>();
	const reply = useActionData<typeof action>();
	const query = now ?? view.query;
	const back = listPath(view.type, query, { view: view.id });
	const result = reply && "result" in reply ? reply.result : undefined;
	return (
		<Page title={view.name} crumbs={[{ label: LIST_WORDS[view.type].title, href: back }]} width="narrow">
			{view.mine ? (
				<>
					{query !== view.query && <p>Saving takes over the filters, order and columns that the list has now.</p>}
					<ViewForm
						action={`/views/${view.id}`}
						button="Save view"
						back={back}
						values={{ ...view, query }}
						errors={result?.error as never}
						message={reply && "message" in reply ? reply.message : undefined}
					/>
					<Section title="Delete this view">
						<Form discover="none" method="post" action={`/views/${view.id}/state`}>
							<SubmitButton tone="danger" name="act" value="delete">
								Delete view
							</SubmitButton>
						</Form>
					</Section>
				</>
			) : (
				<>
					<p>Somebody shares this view with you. You can let your list open with it.</p>
					<Form discover="none" method="post" action={`/views/${view.id}/state`}>
						<SubmitButton name="act" value={view.opens ? "not-first" : "first"}>
							{view.opens ? "Open the list without it" : "Open the list with it"}
						</SubmitButton>
					</Form>
				</>
			)}
		</Page>
	);
}
