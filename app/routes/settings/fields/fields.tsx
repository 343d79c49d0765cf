import type { LoaderFunctionArgs } from "@remix-run/node";
import { Form, Link, useLoaderData } from "@remix-run/react";
import { listAllFields } from "#app/domain/crm/fields/field-queries.ts";
import { type CustomField, FIELD_KIND_LABELS, hasOptions } from "#app/domain/crm/fields/schema.ts";
import { isRecordType, RECORD_NOUNS, RECORD_TYPES, type RecordType } from "#app/domain/crm/records/schema.ts";
import { page } from "#app/doors/page.ts";
import { LIST_LABELS } from "#app/routes/crm/records/record-words.ts";
import { ButtonLink, SubmitButton } from "#app/ui/forms/button.tsx";
import { Page, Section } from "#app/ui/frame/page.tsx";
import { Tabs } from "#app/ui/frame/tabs.tsx";
import { EmptyState } from "#app/ui/lists/empty.tsx";
import { Badge } from "#app/ui/signs/badge.tsx";
import { Icon } from "#app/ui/signs/icon.tsx";

export const meta = () => [{ title: "Custom fields · Perigee" }];

export const loader = (args: LoaderFunctionArgs) =>
	page(args, "fields.edit", async (ctx) => {
		const asked = new URL(args.request.url).searchParams.get("type");
		const type: RecordType = isRecordType(asked) ? asked : "contact";
		return { type, fields: (await listAllFields(ctx)).filter(({ recordType }) => recordType === type) };
	});

export default function FieldsPage() {
	const { type, fields } = useLoaderData<typeof loader>();
	const used = fields.filter(({ archived }) => !archived);
	const away = fields.filter(({ archived }) => archived);
	const path = `/settings/fields/new?type=${type}`;
	return (
		<Page
			title="Custom fields"
			crumbs={[{ label: "Settings", href: "/settings" }]}
			above={
				<Tabs
					label="What the fields are for"
					tabs={RECORD_TYPES.map((each) => ({
						label: LIST_LABELS[each],
						href: `/settings/fields?type=${each}`,
						current: each === type,
					}))}
				/>
			}
			actions={
				<ButtonLink to={path} tone="primary" icon="plus">
					New field
				</ButtonLink>
			}
		>
			{used.length === 0 ? (
				<EmptyState
					icon="columns"
					title={`No fields of your own for ${RECORD_NOUNS[type].many}`}
					text="What your business wants to know of them and Perigee does not ask: it stands in forms, lists, files and the API."
				>
					<ButtonLink to={path}>New field</ButtonLink>
				</EmptyState>
			) : (
				<FieldTable fields={used} caption={`Fields of ${RECORD_NOUNS[type].many}, in the order of the form`} />
			)}
			{away.length > 0 && (
				<Section title="Put away">
					<ul className="related">
						{away.map((field) => (
							<li key={field.id}>
								<span>
									{field.label} <small className="muted">{FIELD_KIND_LABELS[field.kind]}</small>
								</span>
								<Act field={field} act="restore" words="Bring back" />
							</li>
						))}
					</ul>
				</Section>
			)}
		</Page>
	);
}

function FieldTable({ fields, caption }: { fields: readonly CustomField[]; caption: string }) {
	return (
		<table className="table">
			<caption className="hidden-text">{caption}</caption>
			<thead>
				<tr>
					<th scope="col">Field</th>
					<th scope="col">Holds</th>
					<th scope="col" className="end">
						Order
					</th>
					<th scope="col" className="end">
						<span className="hidden-text">Put away</span>
					</th>
				</tr>
			</thead>
			<tbody>
				{fields.map((field, index) => (
					<tr key={field.id}>
						<th scope="row">
							<Link to={`/settings/fields/${field.id}`} discover="none">
								{field.label}
							</Link>
							<small>{field.key}</small>
						</th>
						<td>
							{FIELD_KIND_LABELS[field.kind]} {field.required && <Badge>required</Badge>}
							{hasOptions(field.kind) && <small>{optionWords(field)}</small>}
						</td>
						<td className="end">
							<Act field={field} act="up" words="Move up" disabled={index === 0} icon="arrow-up" />
							<Act
								field={field}
								act="down"
								words="Move down"
								disabled={index === fields.length - 1}
								icon="arrow-down"
							/>
						</td>
						<td className="end">
							<Act field={field} act="archive" words="Put away" />
						</td>
					</tr>
				))}
			</tbody>
		</table>
	);
}

function optionWords({ options }: CustomField): string {
	const open = options.filter(({ archived }) => !archived).map(({ label }) => label);
	return open.length > 6 ? `${open.slice(0, 6).join(", ")} and ${open.length - 6} more` : open.join(", ");
}

type Given = {
	field: CustomField;
	act: "up" | "down" | "archive" | "restore";
	words: string;
	disabled?: boolean;
	icon?: "arrow-up" | "arrow-down";
};

function Act({ field, act, words, disabled = false, icon }: Given) {
	return (
		<Form
			discover="none"
			method="post"
			action={`/settings/fields/${field.id}/state`}
			className="field-act"
			preventScrollReset
		>
			<SubmitButton
				tone={icon ? "quiet" : "plain"}
				small
				name="act"
				value={act}
				disabled={disabled}
				aria-label={`${words}: ${field.label}`}
			>
				{icon ? <Icon name={icon} /> : words}
			</SubmitButton>
		</Form>
	);
}
