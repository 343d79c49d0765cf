import { getFormProps, getInputProps, getSelectProps, useForm } from "@conform-to/react";
import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { listCollections } from "#app/domain/knowledge/collections/collection-queries.ts";
import { changeDocument, DocumentForm } from "#app/domain/knowledge/documents/change-document.ts";
import { getDocument } from "#app/domain/knowledge/documents/document-queries.ts";
import { form as formDoor } from "#app/doors/form.ts";
import { page } from "#app/doors/page.ts";
import { ButtonLink, SubmitButton } from "#app/ui/forms/button.tsx";
import { ErrorSummary, FormActions } from "#app/ui/forms/form.tsx";
import { Select } from "#app/ui/forms/select.tsx";
import { TextInput } from "#app/ui/forms/text-input.tsx";
import { Page } from "#app/ui/frame/page.tsx";

export const meta = () => [{ title: "Edit document · Perigee" }];

export const loader = (args: LoaderFunctionArgs) =>
	page(args, "knowledge.edit", async (ctx) => {
		const { id, title, version, collection } = await getDocument(ctx, args.params.id ?? "");
		const collections = await listCollections(ctx);
		return {
			id,
			title,
			version,
			collectionId: collection.id,
			collections: collections.map((one) => ({ value: one.id, label: one.name })),
		};
	});

export const action = (args: ActionFunctionArgs) =>
	formDoor(args, { permission: "knowledge.edit", schema: DocumentForm }, async (ctx, input) => {
		const id = args.params.id ?? "";
		await changeDocument(ctx, id, input);
		return { to: `/knowledge/${id}`, flash: "The document is changed." };
	});

export default function DocumentEdit() {
	const { collections, ...shown } = useLoaderData<typeof loader>();
	const reply = useActionData<typeof action>();
	const defaultValue = { title: shown.title, collectionId: shown.collectionId, version: shown.version };
	const [form, fields] = useForm({ lastResult: reply?.result, defaultValue });
	return (
		<Page
			title="Edit document"
			crumbs={[
				{ label: "Knowledge", href: "/knowledge" },
				{ label: shown.title, href: `/knowledge/${shown.id}` },
			]}
			width="narrow"
			search={null}
		>
			<Form method="post" className="form" {...getFormProps(form)}>
				<ErrorSummary allErrors={form.allErrors} form={form.id} />
				<input {...getInputProps(fields.version, { type: "hidden" })} />
				<TextInput
					label="Title"
					errors={fields.title.errors}
					inputProps={getInputProps(fields.title, { type: "text" })}
				/>
				<Select
					label="Collection"
					help="Who may read the document is decided by its collection."
					errors={fields.collectionId.errors}
					inputProps={getSelectProps(fields.collectionId)}
					options={collections}
				/>
				<FormActions>
					<SubmitButton>Save document</SubmitButton>
					<ButtonLink to={`/knowledge/${shown.id}`} tone="quiet">
						Not now
					</ButtonLink>
				</FormActions>
			</Form>
		</Page>
	);
}
