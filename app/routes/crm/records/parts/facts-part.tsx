import { Form, Link } from "@remix-run/react";
import { Fragment, useState } from "react";
import { CONTACT_SOURCE_LABELS, type ContactSource } from "#app/domain/crm/contacts/schema.ts";
import { recordPath } from "#app/domain/crm/records/schema.ts";
import type { FormReply } from "#app/doors/form.ts";
import { ButtonLink, SubmitButton } from "#app/ui/forms/button.tsx";
import { FormActions } from "#app/ui/forms/form.tsx";
import { Notice, SavedMark } from "#app/ui/signs/notice.tsx";
import { Time } from "#app/ui/signs/time.tsx";
import { EditConflict } from "../edit-conflict.tsx";
import { FieldControl } from "../field-control.tsx";
import { currencyOf, inputText } from "../field-text.ts";
import { type FormField, formFields, inputName } from "../form-fields.ts";
import type { RecordPageData } from "../record-page-data.ts";
import { askedOf, clashOf, decidedOf, errorsOf, startOf, typedOf } from "../typed.ts";
import { FactValue } from "./fact-value.tsx";

type Given = { shown: RecordPageData; reply: FormReply | undefined };

/**
 * Every field of a record, each to be edited in its place: a link that opens its form, with a script without leaving
 * the place. What is empty is offered below what is known.
 */
export function FactsPart({ shown, reply }: Given) {
	const { record, editing, canEdit } = shown;
	const fields = formFields(record.type, record.fields);
	const isKnown = ({ name }: FormField) => name === editing || !isEmpty(record.values[name]);
	const empty = fields.filter((field) => !isKnown(field));
	return (
		<section className="record-facts" aria-label="Facts">
			{editing === null && <NotTaken reply={reply} />}
			<dl className="facts">
				{fields.filter(isKnown).map((field) => (
					<Fragment key={field.name}>
						{editing === field.name ? (
							<dd className="fact-form">
								<PlaceForm key={record.id + field.name} field={field} shown={shown} reply={reply} />
							</dd>
						) : (
							<Fact field={field} shown={shown} />
						)}
					</Fragment>
				))}
				<ToldFacts shown={shown} />
			</dl>
			{canEdit && empty.length > 0 && (
				<p className="fact-adds">
					<span className="muted">Add</span>{" "}
					{empty.map((field) => (
						<EditLink key={field.name} field={field} shown={shown} words={field.label.toLowerCase()} />
					))}
				</p>
			)}
		</section>
	);
}

/** Of a field whose record cannot be changed any more, because somebody deleted it meanwhile: why, and what was typed. */
function NotTaken({ reply }: { reply: FormReply | undefined }) {
	const { version: _, decided: __, ...typed } = typedOf(reply) ?? {};
	const words = Object.values(typed).flat().filter(Boolean);
	if (!reply?.message) return null;
	return (
		<Notice tone="warn" title="Your change was not saved.">
			{reply.message} {words.length > 0 && <>You had written: “{words.join("; ")}”.</>}
		</Notice>
	);
}

const isEmpty = (value: unknown) => value === null || value === undefined || value === "";

function Fact({ field, shown }: { field: FormField; shown: RecordPageData }) {
	const { record, saved, canEdit } = shown;
	return (
		<>
			<dt>{field.label}</dt>
			<dd className="fact" id={`fact-${inputName(field.name)}`}>
				<span className="fact-value">
					<FactValue field={field} record={record} />
				</span>
				{saved === field.name && <SavedMark />}
				{canEdit && <EditLink field={field} shown={shown} words="Edit" />}
			</dd>
		</>
	);
}

function EditLink({ field, shown: { record }, words }: { field: FormField; shown: RecordPageData; words: string }) {
	return (
		<Link
			className="fact-edit"
			to={`${recordPath(record.type, record.id)}?edit=${encodeURIComponent(field.name)}`}
			discover="none"
			preventScrollReset
			aria-label={words === "Edit" ? `Edit ${field.label.toLowerCase()}` : `Add ${words}`}
		>
			{words}
		</Link>
	);
}

/** The form of one field in its place. Choices were loaded, because the address says that it is edited. */
function PlaceForm({ field, shown, reply }: Given & { field: FormField }) {
	const { record, choices } = shown;
	// Of the record as it was when writing began: the page goes on to be refreshed around the form, and an edit that
	// claimed to be of what came since would overwrite it unseen.
	const [began] = useState(record.version);
	if (!choices) return null;
	const path = recordPath(record.type, record.id);
	const typed = typedOf(reply);
	const clash = clashOf(reply);
	const decided = decidedOf(reply, clash);
	const errors = errorsOf(reply);
	const own = [...(errors[inputName(field.name)] ?? []), ...(clash ? [] : (errors[""] ?? []))];
	const others = Object.entries(errors).flatMap(([name, messages]) =>
		name === "" || name === inputName(field.name) ? [] : messages,
	);
	return (
		<Form
			discover="none"
			method="post"
			action={`${path}?edit=${encodeURIComponent(field.name)}`}
			className="form"
			preventScrollReset
			data-unsaved
		>
			{clash && (
				<EditConflict
					{...{ clash, choices, typed: typed ?? {}, values: record.values }}
					fields={[field]}
					again={path}
				/>
			)}
			<input type="hidden" name="version" value={String(typed?.version ?? began)} />
			{decided && <input type="hidden" name="decided" value={decided} />}
			<FieldControl
				field={field}
				value={startOf(field, typed, inputText(field, record.values))}
				choices={choices}
				currency={currencyOf(record.values)}
				errors={[...own, ...others]}
				asked={askedOf(field, reply)}
				autoFocus
			/>
			<FormActions>
				<SubmitButton small>{clash ? "Save mine" : "Save"}</SubmitButton>
				<ButtonLink to={path} tone="quiet" small>
					Cancel
				</ButtonLink>
			</FormActions>
		</Form>
	);
}

/** Of accounts; each stands where it is known. */
const SCORES = [
	{ name: "health", label: "Health" },
	{ name: "risk", label: "Risk" },
	{ name: "opportunity", label: "Opportunity" },
];

/** What is told of the record and not edited. */
function ToldFacts({ shown: { record } }: { shown: RecordPageData }) {
	const { source, stageAt, closedAt } = record.told;
	const facts = [
		record.type === "contact" && { label: "Source", value: CONTACT_SOURCE_LABELS[source as ContactSource] },
		...SCORES.flatMap(({ name, label }) => {
			const score = record.told[name];
			return typeof score === "number" ? [{ label, value: `${score} of 100` }] : [];
		}),
		typeof stageAt === "string" && !closedAt && { label: "In this stage", value: <Time at={stageAt} /> },
		typeof closedAt === "string" && { label: "Closed", value: <Time at={closedAt} /> },
		{ label: "Added", value: <Time at={record.createdAt} /> },
		record.updatedAt !== record.createdAt && { label: "Changed", value: <Time at={record.updatedAt} /> },
	].filter((fact) => fact !== false);
	return facts.map(({ label, value }) => (
		<Fragment key={label}>
			<dt>{label}</dt>
			<dd>{value}</dd>
		</Fragment>
	));
}
