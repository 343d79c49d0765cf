import { getFormProps, getInputProps, useForm } from "@conform-to/react";
import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { changeCollection } from "#app/domain/knowledge/collections/change-collection.ts";
import { getCollection } from "#app/domain/knowledge/collections/collection-queries.ts";
import { createCollection } from "#app/domain/knowledge/collections/create-collection.ts";
import {
	CollectionForm,
	ROLES,
	VISIBILITIES,
	VISIBILITY_HELP,
	VISIBILITY_LABELS,
} from "#app/domain/knowledge/schema.ts";
import { form as formDoor } from "#app/doors/form.ts";
import { page } from "#app/doors/page.ts";
import { ButtonLink, SubmitButton } from "#app/ui/forms/button.tsx";
import { ErrorSummary, FormActions } from "#app/ui/forms/form.tsx";
import { RadioGroup } from "#app/ui/forms/radio-group.tsx";
import { TextInput } from "#app/ui/forms/text-input.tsx";
import { Page } from "#app/ui/frame/page.tsx";

export const meta = () => [{ title: "Collection · Perigee" }];

/** Making one (`/new`) and changing one are one page. */
export const loader = (args: LoaderFunctionArgs) =>
	page(args, "collections.edit", async (ctx) => ({
		collection: args.params.id ? await getCollection(ctx, args.params.id) : null,
	}));

export const action = (args: ActionFunctionArgs) =>
	formDoor(args, { permission: "collections.edit", schema: CollectionForm }, async (ctx, input) => {
		const { id } = args.params;
		if (id) await changeCollection(ctx, id, input);
		else await createCollection(ctx, input);
		return { to: "/knowledge/collections", flash: id ? "The collection is changed." : "The collection is made." };
	});

export default function CollectionEdit() {
	const { collection } = useLoaderData<typeof loader>();
	const reply = useActionData<typeof action>();
	const defaultValue = collection ?? { visibility: "all", roles: [] };
	const [form, fields] = useForm<Record<string, unknown>>({
		lastResult: reply?.result,
		defaultValue: { ...defaultValue } as never,
	});
	const typed = reply?.result.initialValue as { visibility?: string; roles?: string | string[] } | undefined;
	const visibility = typed?.visibility ?? collection?.visibility ?? "all";
	const roles = typed ? [typed.roles ?? []].flat() : (collection?.roles ?? []);
	return (
		<Page
			title={collection ? `Edit ${collection.name}` : "New collection"}
			crumbs={[
				{ label: "Knowledge", href: "/knowledge" },
				{ label: "Collections", href: "/knowledge/collections" },
			]}
			width="narrow"
			search={null}
			actions={
				collection &&
				!collection.isDefault && (
					<ButtonLink to={`/knowledge/collections/${collection.id}/removal`}>Remove collection</ButtonLink>
				)
			}
		>
			<Form method="post" className="form" {...getFormProps(form)}>
				<ErrorSummary allErrors={form.allErrors} form={form.id} />
				{collection && <input type="hidden" name="version" value={collection.version} />}
				<TextInput
					label="Name"
					errors={fields.name!.errors}
					inputProps={getInputProps(fields.name!, { type: "text" })}
				/>
				<TextInput
					label="What belongs here"
					errors={fields.description!.errors}
					inputProps={getInputProps(fields.description!, { type: "text" })}
				/>
				<RadioGroup
					label="Who may read it"
					name="visibility"
					chosen={[visibility]}
					errors={fields.visibility!.errors}
					options={VISIBILITIES.map((value) => ({
						value,
						label: VISIBILITY_LABELS[value],
						help: VISIBILITY_HELP[value],
					}))}
				/>
				<RadioGroup
					label="Roles"
					help="Only where chosen roles may read it."
					id={fields.roles!.id}
					name="roles"
					type="checkbox"
					chosen={roles}
					errors={fields.roles!.errors}
					options={ROLES.map((value) => ({ value, label: value[0]!.toUpperCase() + value.slice(1) }))}
				/>
				<FormActions>
					<SubmitButton>{collection ? "Save collection" : "Make collection"}</SubmitButton>
					<ButtonLink to="/knowledge/collections" tone="quiet">
						Not now
					</ButtonLink>
				</FormActions>
			</Form>
		</Page>
	);
}
