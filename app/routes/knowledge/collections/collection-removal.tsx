import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { conflict } from "#app/base/errors.ts";
import { getCollection, listCollections } from "#app/domain/knowledge/collections/collection-queries.ts";
import { removeCollection } from "#app/domain/knowledge/collections/remove-collection.ts";
import { CollectionRemoval } from "#app/domain/knowledge/schema.ts";
import { form as formDoor } from "#app/doors/form.ts";
import { page } from "#app/doors/page.ts";
import { ButtonLink, SubmitButton } from "#app/ui/forms/button.tsx";
import { ErrorSummary, FormActions } from "#app/ui/forms/form.tsx";
import { RadioGroup } from "#app/ui/forms/radio-group.tsx";
import { Select } from "#app/ui/forms/select.tsx";
import { Page } from "#app/ui/frame/page.tsx";
import { formatCount } from "#app/ui/lists/count.tsx";

export const meta = () => [{ title: "Remove collection · Perigee" }];

export const loader = (args: LoaderFunctionArgs) =>
	page(args, "collections.edit", async (ctx) => {
		const collection = await getCollection(ctx, args.params.id ?? "");
		if (collection.isDefault)
			throw conflict(`${collection.name} takes what is uploaded without a choice, so it cannot be removed.`);
		const { id, name, documents, version } = collection;
		const others = (await listCollections(ctx)).filter((one) => one.id !== id);
		return { id, name, documents, version, others: others.map((one) => ({ value: one.id, label: one.name })) };
	});

export const action = (args: ActionFunctionArgs) =>
	formDoor(args, { permission: "collections.edit", schema: CollectionRemoval }, async (ctx, input) => {
		const id = args.params.id ?? "";
		const many = await removeCollection(ctx, id, input);
		const undo = { action: `/knowledge/collections/${id}/state`, act: "restore" };
		if (input.fate === "trash")
			return { to: LIST, flash: { message: `The collection is removed${withAll(many)}.`, undo } };
		return { to: LIST, flash: `The collection is removed. ${count(many)} moved; search finds them there in a moment.` };
	});

const LIST = "/knowledge/collections";
const count = (many: number) => `${formatCount(many)} ${many === 1 ? "document" : "documents"}`;
const withAll = (many: number) => (many === 0 ? "" : ` with ${count(many)}`);

export default function CollectionRemovalPage() {
	const shown = useLoaderData<typeof loader>();
	const { name, version } = shown;
	const reply = useActionData<typeof action>()?.result;
	const errors = (reply?.error ?? {}) as Record<string, string[]>;
	const typed = (reply?.initialValue ?? {}) as Typed;
	return (
		<Page
			title={`Remove ${name}`}
			crumbs={[
				{ label: "Knowledge", href: "/knowledge" },
				{ label: "Collections", href: LIST },
			]}
			width="narrow"
			search={null}
		>
			<Form method="post" className="form">
				<ErrorSummary allErrors={errors} />
				<input type="hidden" name="version" value={version} />
				<Fate shown={shown} errors={errors} typed={typed} />
				<FormActions>
					<SubmitButton tone="danger">Remove {name}</SubmitButton>
					<ButtonLink to={LIST} tone="quiet">
						Not now
					</ButtonLink>
				</FormActions>
			</Form>
		</Page>
	);
}

type Typed = { fate?: string; to?: string };
type Shown = ReturnType<typeof useLoaderData<typeof loader>>;

function Fate({
	shown: { documents, others },
	errors,
	typed,
}: {
	shown: Shown;
	errors: Record<string, string[]>;
	typed: Typed;
}) {
	if (documents === 0) {
		return (
			<>
				<p>It holds no documents. It can be brought back from the list of collections.</p>
				<input type="hidden" name="fate" value="trash" />
			</>
		);
	}
	return (
		<>
			<RadioGroup
				label={`What becomes of its ${count(documents)}`}
				name="fate"
				chosen={[typed.fate ?? "move"]}
				errors={errors.fate}
				options={[
					{
						value: "move",
						label: "Move to another collection",
						help: "Who may read them is then decided by that collection.",
					},
					{
						value: "trash",
						label: `Remove ${count(documents)} too`,
						help: "Nobody finds them any more. Bringing the collection back brings them back.",
					},
				]}
			/>
			<Select
				label="Move to"
				help="Only where the documents move."
				errors={errors.to}
				inputProps={{ name: "to", id: "field-to", defaultValue: typed.to ?? others[0]?.value }}
				options={others}
			/>
		</>
	);
}
