import { getFormProps, getInputProps, useForm } from "@conform-to/react";
import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { listCollections } from "#app/domain/knowledge/collections/collection-queries.ts";
import { addPage, PageForm } from "#app/domain/knowledge/pages/add-page.ts";
import { form as formDoor } from "#app/doors/form.ts";
import { page } from "#app/doors/page.ts";
import { ButtonLink, SubmitButton } from "#app/ui/forms/button.tsx";
import { ErrorSummary, FormActions } from "#app/ui/forms/form.tsx";
import { Select } from "#app/ui/forms/select.tsx";
import { TextInput } from "#app/ui/forms/text-input.tsx";
import { Page } from "#app/ui/frame/page.tsx";

export const meta = () => [{ title: "Add a web page · Perigee" }];

export const loader = (args: LoaderFunctionArgs) =>
	page(args, "knowledge.edit", async (ctx) => ({
		collections: (await listCollections(ctx)).map(({ id, name }) => ({ value: id, label: name })),
	}));

/** The page is fetched in the background; one comes to its document, which says how far it is. */
export const action = (args: ActionFunctionArgs) =>
	formDoor(args, { permission: "knowledge.edit", schema: PageForm }, async (ctx, input) => {
		const { id, isSame } = await addPage(ctx, input);
		return {
			to: `/knowledge/${id}`,
			flash: isSame ? "This page is there already. It is being fetched anew." : "The page is being fetched.",
		};
	});

export default function PageNew() {
	const { collections } = useLoaderData<typeof loader>();
	const reply = useActionData<typeof action>();
	const [form, fields] = useForm<Record<string, unknown>>({ lastResult: reply?.result });
	return (
		<Page title="Add a web page" crumbs={[{ label: "Knowledge", href: "/knowledge" }]} width="narrow" search={null}>
			<Form method="post" className="form" {...getFormProps(form)}>
				<ErrorSummary allErrors={form.allErrors} form={form.id} />
				<TextInput
					label="Address"
					help="A page of your own that anyone can open. It is fetched now and looked at once a night; sites that ask robots to stay away are left alone."
					errors={fields.url?.errors}
					inputProps={{
						...getInputProps(fields.url!, { type: "url" }),
						placeholder: "https://example.com/care",
						maxLength: 2_000,
						required: true,
					}}
				/>
				{collections.length > 1 && (
					<Select
						label="Collection"
						help="Who may read the page's text is decided by its collection."
						inputProps={{ name: "collection", id: "field-collection" }}
						options={collections}
					/>
				)}
				<FormActions>
					<SubmitButton>Add web page</SubmitButton>
					<ButtonLink to="/knowledge" tone="quiet">
						Not now
					</ButtonLink>
				</FormActions>
			</Form>
		</Page>
	);
}
